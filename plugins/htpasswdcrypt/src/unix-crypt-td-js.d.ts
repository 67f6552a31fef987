declare module 'unix-crypt-td-js' {
  /** Traditional DES crypt(3). @param salt - two characters of `./0-9A-Za-z`. */
  function crypt(password: string, salt: string): string;
  export default crypt;
}
