import manifest from '../../package.json' with { type: 'json' };

/** Version of the package, as npm knows it. */
export const version = manifest.version;
