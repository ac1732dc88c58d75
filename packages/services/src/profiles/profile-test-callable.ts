/** Of our own Python package: prints what it finds, and does nothing. */
export const profileTestCallable = 'raydeck.profile_test.run';
