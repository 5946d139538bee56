import { currentRequest } from '../http/request-context.js';
import { unauthenticated } from '../http/problem.js';
import type { PatientInReach } from './access-facts.js';
import type { Actor } from './actor.js';

/** Who is asking. Throws 401 outside a signed-in request. */
export function currentActor(): Actor {
  const actor = currentRequest()?.actor;
  if (!actor) throw unauthenticated();
  return actor;
}

/** The patient that the route is about, as the access guard found it. */
export function currentPatient(): PatientInReach {
  const patient = currentRequest()?.patient;
  if (!patient) throw new Error('The route names no patient in its @Access rule.');
  return patient;
}
