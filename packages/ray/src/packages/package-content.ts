/** Code to ship: a zip and the SHA-256 of its bytes in hexadecimal, its name everywhere. */
export interface PackageContent {
  hash: string;
  content: Buffer;
}
