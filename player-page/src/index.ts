/**
 * What a browser or a player opens beside a stream: a page that plays it, playlists, figures.
 * @module
 */
export type {
  About,
  Channel,
  ChannelFigures,
  CompanionAnswer,
  CompanionRequest,
  Media,
  Poster,
} from './channel';
export { codecsOf, isSound } from './codecs';
export { Companions, type Offer } from './companions';
export { pageProperties } from './declaration';
export { ADMIN_PATHS, adminXml, mergeAdminXml, type StatusClient } from './icecast-admin';
export { STATUS_PATHS, statusForm, type StatusForm } from './icecast-forms';
export { icecastStatus, mergeStatus, type StatusServer, type StatusSource } from './icecast-status';
export { originOf } from './origin';
export { playerPage, type PageFacts } from './page';
export { answerAsset, Assets, sharedAssets, type Asset } from './assets';
export { pagePolicy, type Origins } from './policy';
export { isPosterUrl, openPoster, readPoster } from './poster';
export { m3u, xspf, type PlaylistEntry } from './playlists';
export { namesBeside, STATUS_PATH, type Names } from './names';
