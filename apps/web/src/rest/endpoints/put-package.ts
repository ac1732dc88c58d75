import { packageLimitBytes, putPackage as put } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { Package } from '../resources/profile.ts';

export const putPackage = endpoint({
  method: 'PUT',
  path: '/packages/{hash}',
  operationId: 'putPackage',
  summary: 'Upload a zip of code',
  description:
    'The hash is the SHA-256 of the zip in lower case hexadecimal. Below 100 MiB, which is what Ray takes. It changes nothing until a ' +
    'profile names it.',
  action: 'profile.write',
  params: z.strictObject({ hash: z.string() }),
  upload: { mediaType: 'application/zip', limitBytes: packageLimitBytes },
  answers: {
    201: { description: 'Kept', schema: Package },
    200: { description: 'It was there', schema: Package },
  },
  run: async (context, { params: { hash }, upload }) => {
    const { isNew, ...kept } = await put(context, { hash, content: upload });
    return { status: isNew ? 201 : 200, body: kept };
  },
});
