export {
  type ListedObject,
  OBJECT_STORE,
  ObjectExists,
  ObjectMissing,
  type ObjectStore,
  type PutOptions,
  type StoredObject,
} from './object-store.js';
export { StorageModule } from './storage.module.js';
