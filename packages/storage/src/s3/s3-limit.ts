/** Two of them are held of each upload. The protocol's smallest is 5 MiB; 10,000 of them make an object. */
export const s3PartBytes = 8 * 1024 * 1024;

export const s3LimitBytes = 10_000 * s3PartBytes;
