/** Exit status of a process that would fail again however often it were started (EX_CONFIG of sysexits.h). */
export const HOPELESS = 78;

/** Something the operator has to put right; its message is all they need to see. */
export class StartupError extends Error {}
