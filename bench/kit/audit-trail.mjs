export async function fillTrail() {}
