import { fileURLToPath } from 'node:url';
import { loadPythonPackage, type PackageContent } from '@raydeck/ray';

/** What the test command hands over; tests are the only readers of these names. */
export function testPython(): string {
  return required('RAYDECK_TEST_PYTHON');
}

export function testRay(): { address: string; token: string } {
  return { address: required('RAYDECK_TEST_RAY_ADDRESS'), token: required('RAYDECK_TEST_RAY_TOKEN') };
}

/** The checkout's own `raydeck` package. */
export async function testPythonPackage(): Promise<PackageContent> {
  return loadPythonPackage(fileURLToPath(new URL('../../../../python', import.meta.url)));
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by ./raydeck test.`);
  return value;
}
