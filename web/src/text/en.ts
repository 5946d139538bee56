/**
 * The English of everything that all pages share. Each area of the application has its own file beside this one, loaded
 * with it; together they are the catalogue a translation replaces.
 */
export const text = {
  product: 'White Cross',
  skipToContent: 'Skip to content',
  nav: {
    label: 'Main',
    today: 'Today',
    patients: 'Patients',
    search: 'Search records',
    imports: 'Imports',
    exports: 'Exports',
    operations: 'Operations',
    audit: 'Audit',
    record: 'My record',
    open: 'Menu',
    signOut: 'Sign out',
    lock: 'Lock',
    theme: 'Appearance',
    themes: { system: 'Auto', light: 'Light', dark: 'Dark' },
  },
  roles: {
    nurse: 'Nurse',
    clinician: 'Clinician',
    receptionist: 'Receptionist',
    'org-admin': 'Administrator',
    patient: 'Patient',
    auditor: 'Auditor',
    ops: 'Operator',
    superadmin: 'Superadmin',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Health records for schools and clinics.',
    email: 'Email',
    password: 'Password',
    show: 'Show password',
    submit: 'Sign in',
    busy: 'Signing in…',
    wrong: 'Email and password do not match. Check both, and whether Caps Lock is on.',
    wait: (minutes: number) =>
      `Too many attempts. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
    again: 'You can try again now.',
    ended: 'Your session has ended. Sign in again to go on where you were.',
    missing: 'Enter your email and your password.',
  },
  lock: {
    title: 'Locked',
    lead: (name: string) => `Enter your password, ${name}, to go on where you were.`,
    submit: 'Unlock',
    other: 'Sign in as someone else',
  },
  printedBy: (who: string, when: string) => `Printed by ${who} on ${when}. Confidential health information.`,
  offline: 'No connection. What you see may be old; nothing can be saved until it is back.',
  problems: {
    title: 'This could not be loaded',
    offline: 'The service cannot be reached. Check the network connection.',
    what: {
      fields: 'Some entries are not as they should be; each says what is wrong.',
      away: 'The page could not be fetched. Check the network connection, then try again.',
      again: 'Try again. If it stays so, tell your administrator the request id.',
      forbidden: 'Your role does not include this. Ask your administrator if it should.',
      missing: 'It may have been removed, or it belongs to another organization.',
      offline: 'What you typed is kept. Try again when the connection is back.',
    },
    retry: 'Try again',
    requestId: 'Request id',
    ofStatus: (status: number): string => {
      if (status === 401) return 'You are not signed in.';
      if (status === 403) return 'You are not allowed to see this.';
      if (status === 404) return 'This does not exist, or is not within your reach.';
      if (status === 409) return 'Someone else changed this in the meantime.';
      if (status === 412) return 'Someone else changed this in the meantime.';
      if (status === 413) return 'The file is too large.';
      if (status === 429) return 'Too many requests. Wait a moment.';
      if (status === 503) return 'A part of the service is away at the moment.';
      return `The service answered with an error (${status}).`;
    },
  },
  forbidden: { title: 'This page is not for your role' },
  notFound: {
    title: 'There is no such page',
    lead: 'The address may be old or mistyped.',
    home: 'Go to the start page',
  },
  loading: 'Loading',
  more: 'Show more',
  moreBusy: 'Loading…',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saving: 'Saving…',
  undo: 'Undo',
  none: '—',
  yes: 'Yes',
  no: 'No',
  optional: 'optional',
  showTable: 'Show as table',
  showChart: 'Show as chart',
};
