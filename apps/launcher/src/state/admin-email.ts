/** Of the first administrator. */
export const ADMIN_EMAIL = 'admin@raydeck.local';
