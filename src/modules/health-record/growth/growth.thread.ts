import { growthBody } from './growth-view.rules.js';

/** Growth of a child with hundreds of visits, away from the event loop: JSON text in, JSON text out. */
export default growthBody;
