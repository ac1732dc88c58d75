import { describe, expect, it } from 'vitest';
import { isAllowedTarget, isPublicAddress, parseAllowedTargets } from './address-rules.ts';

describe('isPublicAddress', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    'localhost',
    '127.1',
    '',
  ])('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

describe('The setting of allowed targets', () => {
  const allowed = parseAllowedTargets(['10.1.0.0/16', '127.0.0.1', 'fd00::/8', 'Hooks.Internal']);

  it.each([
    ['x', '10.1.255.255', true],
    ['x', '10.2.0.1', false],
    ['x', '127.0.0.1', true],
    ['x', '127.0.0.2', false],
    ['x', 'fd12::1', true],
    ['x', '::1', false],
    ['hooks.internal', '10.9.9.9', true],
    ['not-hooks.internal', '10.9.9.9', false],
  ])('for %s at %s says %s', (host, address, expected) => {
    expect(isAllowedTarget(allowed, host, address)).toBe(expected);
  });

  it.each(['10.1.0.0/33', '10.1.0/16', 'a b', '10.1.0.0/', 'fd00::/129', '*', '300.1.1.1/8', '12345'])(
    'refuses %j',
    (entry) => {
      expect(() => parseAllowedTargets([entry])).toThrow('is no host, address or network');
    },
  );
});
