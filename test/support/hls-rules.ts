/** What RFC 8216 and its successor say against playlists. */
export { mainComplaints, readMain } from './hls/main-rules';
export { readMedia } from './hls/media-reading';
export { playlistComplaints } from './hls/media-rules';
export { successionComplaints } from './hls/succession';
