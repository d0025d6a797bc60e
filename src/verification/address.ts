import { BlockList, isIP } from 'node:net'

/**
 * IPv4 blocks that are not global unicast (IANA IPv4 Special-Purpose Address Registry; RFC 6890, RFC 5771, RFC 1112), and two public addresses
 * at which a cloud's own machinery listens.
 */
const ipv4Blocks: [network: string, prefix: number, what: string][] = [
  ['0.0.0.0', 8, 'this host, this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared between a carrier and its customers; also metadata of one cloud'],
  ['127.0.0.0', 8, 'loopback'],
  ['168.63.129.16', 32, 'machinery of one cloud'],
  ['169.254.0.0', 16, 'link-local; metadata of most clouds'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'protocol assignments; metadata of one cloud'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.31.196.0', 24, 'AS112'],
  ['192.52.193.0', 24, 'AMT'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'private'],
  ['192.175.48.0', 24, 'AS112'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved, broadcast'],
]

/** Blocks inside 2000::/3 that are not global unicast, or that carry an IPv4 address inside. Everything outside 2000::/3 is refused as a whole. */
const ipv6Blocks: [network: string, prefix: number, what: string][] = [
  ['2001::', 23, 'protocol assignments: Teredo, ORCHID, benchmarks …'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4, which wraps an IPv4 address'],
  ['2620:4f:8000::', 48, 'AS112'],
  ['3fff::', 20, 'documentation'],
]

const refused4 = new BlockList()
for (const [network, prefix] of ipv4Blocks) refused4.addSubnet(network, prefix, 'ipv4')
const refused6 = new BlockList()
for (const [network, prefix] of ipv6Blocks) refused6.addSubnet(network, prefix, 'ipv6')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/**
 * Whether a resolved address is one of the public internet (SECURITY T8): global unicast, IPv4 or IPv6. Mapped, translated (NAT64), tunnelled
 * (6to4, Teredo), unique local, link-local, site-local and multicast addresses are not, nor is one with a zone.
 */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address)
  if (family === 4) return !refused4.check(address, 'ipv4')
  if (family === 6) return !address.includes('%') && global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6')
  return false
}
