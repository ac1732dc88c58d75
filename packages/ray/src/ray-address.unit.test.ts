import { describe, expect, it } from 'vitest';
import { parseRayAddress } from './ray-address.ts';

describe('parseRayAddress', () => {
  it.each([
    ['http://ray-head:8265', 'http://ray-head:8265'],
    ['http://ray-head:8265/', 'http://ray-head:8265'],
    [' HTTP://Ray-Head:8265// ', 'http://ray-head:8265'],
    ['https://ray.example.org:443/cluster/', 'https://ray.example.org/cluster'],
    ['http://[::1]:8265', 'http://[::1]:8265'],
  ])('reads %j as %j', (address, canonical) => {
    expect(parseRayAddress(address)).toBe(canonical);
  });

  it.each([
    ['ray://ray-head:10001', /Ray Client.*http:\/\/ray-head:8265/],
    ['ray-head:8265', /no http:\/\//],
    ['auto', /no http:\/\//],
    ['', /empty/],
    ['http://', /not a valid URL/],
    ['http://user:secret@ray-head:8265', /RAY_AUTH_TOKEN/],
    ['http://ray-head:8265/?token=1', /query/],
  ])('refuses %j with the remedy', (address, message) => {
    expect(() => parseRayAddress(address)).toThrow(
      expect.objectContaining({ code: 'PRECONDITION', message: expect.stringMatching(message) }),
    );
  });

  it('never repeats a password', () => {
    expect(() => parseRayAddress('http://user:hunter2@ray-head:8265')).not.toThrow(/hunter2/);
  });
});
