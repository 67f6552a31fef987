/**
 * Files over HTTP on demand: the server, where its files come from, how fast they go, and a playlist of variants.
 * @module
 */
import { httpServer } from './component';
import { httpCachedProvider } from './fileprovider-httpcached';
import { localProvider } from './fileprovider-local';
import { localCachedProvider } from './fileprovider-localcached';
import { multibitratePlaylist } from './multibitrate-playlist';
import { fixedRate } from './ratecontroller-fixed';

export default [
  httpServer,
  localProvider,
  localCachedProvider,
  httpCachedProvider,
  fixedRate,
  multibitratePlaylist,
];
