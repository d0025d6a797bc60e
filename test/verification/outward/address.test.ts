import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../../src/verification/address.ts'

/** First and last address of each block that is not public, and the neighbours outside where those are public. */
const blocks: { block: string; inside: string[]; outside: string[] }[] = [
  { block: '0.0.0.0/8', inside: ['0.0.0.0', '0.255.255.255'], outside: ['1.0.0.0'] },
  { block: '10.0.0.0/8', inside: ['10.0.0.0', '10.255.255.255'], outside: ['9.255.255.255', '11.0.0.0'] },
  { block: '100.64.0.0/10', inside: ['100.64.0.0', '100.100.100.200', '100.127.255.255'], outside: ['100.63.255.255', '100.128.0.0'] },
  { block: '127.0.0.0/8', inside: ['127.0.0.0', '127.0.0.1', '127.255.255.255'], outside: ['126.255.255.255', '128.0.0.0'] },
  { block: '168.63.129.16/32', inside: ['168.63.129.16'], outside: ['168.63.129.15', '168.63.129.17'] },
  { block: '169.254.0.0/16', inside: ['169.254.0.0', '169.254.169.254', '169.254.255.255'], outside: ['169.253.255.255', '169.255.0.0'] },
  { block: '172.16.0.0/12', inside: ['172.16.0.0', '172.31.255.255'], outside: ['172.15.255.255', '172.32.0.0'] },
  { block: '192.0.0.0/24', inside: ['192.0.0.0', '192.0.0.192', '192.0.0.255'], outside: ['191.255.255.255', '192.0.1.0'] },
  { block: '192.0.2.0/24', inside: ['192.0.2.0', '192.0.2.255'], outside: ['192.0.1.255', '192.0.3.0'] },
  { block: '192.88.99.0/24', inside: ['192.88.99.1'], outside: ['192.88.98.255', '192.88.100.0'] },
  { block: '192.168.0.0/16', inside: ['192.168.0.0', '192.168.255.255'], outside: ['192.167.255.255', '192.169.0.0'] },
  { block: '198.18.0.0/15', inside: ['198.18.0.0', '198.19.255.255'], outside: ['198.17.255.255', '198.20.0.0'] },
  { block: '198.51.100.0/24', inside: ['198.51.100.7'], outside: ['198.51.99.255', '198.51.101.0'] },
  { block: '203.0.113.0/24', inside: ['203.0.113.7'], outside: ['203.0.112.255', '203.0.114.0'] },
  { block: '224.0.0.0/4', inside: ['224.0.0.0', '239.255.255.255'], outside: ['223.255.255.255'] },
  { block: '240.0.0.0/4', inside: ['240.0.0.0', '255.255.255.255'], outside: [] },
  { block: '::/3', inside: ['::', '::1', '::7f00:1', '::127.0.0.1', '1fff:ffff::'], outside: ['2000::1'] },
  { block: '::ffff:0:0/96', inside: ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:7f00:1'], outside: [] },
  { block: '64:ff9b::/96', inside: ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'], outside: [] },
  { block: '100::/64', inside: ['100::1'], outside: [] },
  { block: '2001::/23', inside: ['2001::1', '2001:0:7f00:1::', '2001:10::1', '2001:1ff:ffff::'], outside: ['2001:200::1'] },
  { block: '2001:db8::/32', inside: ['2001:db8::1'], outside: ['2001:db7:ffff::1', '2001:db9::1'] },
  { block: '2002::/16', inside: ['2002:7f00:1::', '2002:808:808::'], outside: ['2003::1'] },
  { block: '3fff::/20', inside: ['3fff::1', '3fff:fff:ffff::'], outside: ['3fff:1000::1', '3ffe::1'] },
  { block: '4000::/2 and above', inside: ['4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1'], outside: [] },
]

describe('an address of the public internet', () => {
  test.each(blocks)('T8: $block is not public, its neighbours are', ({ inside, outside }) => {
    for (const address of inside) expect(isPublicAddress(address), address).toBe(false)
    for (const address of outside) expect(isPublicAddress(address), address).toBe(true)
  })

  test('well-known hosts are public', () => {
    for (const address of ['8.8.8.8', '1.1.1.1', '210.130.1.1', '2001:4860:4860::8888', '2400:4000::1'])
      expect(isPublicAddress(address)).toBe(true)
  })

  test('an address with a zone, and what is no address in its usual form, is not public', () => {
    for (const text of [
      '2001:4860:4860::8888%eth0',
      'fe80::1%1',
      '',
      'localhost',
      '8.8.8',
      '0x8.8.8.8',
      '134744072',
      '08.8.8.8',
      ' 8.8.8.8',
    ]) {
      expect(isPublicAddress(text), text).toBe(false)
    }
  })

  test('no IPv6 form that carries an IPv4 address is public', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::', '::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'), (address, prefix) => {
        expect(isPublicAddress(`${prefix}${address}`)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
