import { vitalsBody } from './vitals-view.rules.js';

/** Trends over hundreds of visits, away from the event loop: JSON text in, JSON text out. */
export default vitalsBody;
