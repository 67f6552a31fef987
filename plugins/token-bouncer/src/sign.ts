/**
 * Signs URLs for a token-bouncer.
 * @module
 */
export { signUrl, type UrlGrant } from './signed-url';
