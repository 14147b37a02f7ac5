export {
  openRooms,
  type ConnectionFilter,
  type Frozen,
  type Member,
  type Rooms,
  type RoomsOptions,
} from './rooms.ts';
export { handleUpgrade, type UpgradeOptions } from './upgrade.ts';
