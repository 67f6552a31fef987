/** A plain name of a playlist, such as `live.m3u8`. */
export const PLAYLIST = /^[A-Za-z0-9_][\w.-]{0,200}\.m3u8$/;
/** A plain name that others begin with, such as `segment`. */
export const PREFIX = /^[A-Za-z0-9_][\w.-]{0,100}$/;
