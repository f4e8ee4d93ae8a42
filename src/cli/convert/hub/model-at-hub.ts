import type { HubModel } from '../../../runtime/packs/hub-address.js';
import type { Hub } from './hub.js';

/** A model, and the hub that is asked for it. */
export interface ModelAtHub extends HubModel {
  readonly hub: Hub;
}
