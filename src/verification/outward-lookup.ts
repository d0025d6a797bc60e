import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from './address.ts'
import { outwardLimits } from './limits.ts'
import type { Destination } from './outward-url.ts'

/** All addresses of a name. @throws when there are none, or when nobody answers */
export type Lookup = (hostname: string, options: { isListed: boolean }) => Promise<string[]>

/**
 * Listed origins are looked up as the machine does it, with its hosts file, since they may be a test bench or an intranet. Strangers' names go to
 * the name servers directly: the machine's own look-up would occupy a thread of Node's small pool for as long as a stranger's name server likes.
 */
export const systemLookup: Lookup = async (hostname, { isListed }) => {
  if (isListed) return (await lookup(hostname, { all: true })).map(({ address }) => address)
  const resolver = new Resolver({ timeout: outwardLimits.totalMilliseconds / 2, tries: 1 })
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
  const addresses = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length === 0 && four.status === 'rejected') throw four.reason
  return addresses
}

/**
 * Resolves a host once and chooses the address to connect to. Every address of the name has to be public, not only the chosen one: a name
 * that also points inside is not one to be trusted (SECURITY T8).
 */
export const resolvePublic = async (
  { hostname, isListed }: Destination,
  look: Lookup,
): Promise<{ kind: 'address'; address: string } | { kind: 'refused' | 'unreachable'; reason: string }> => {
  let addresses: string[]
  try {
    addresses = isIP(hostname) === 0 ? await look(hostname, { isListed }) : [hostname]
  } catch {
    return { kind: 'unreachable', reason: 'The name of the host has no address.' }
  }
  const [first] = addresses
  if (first === undefined) return { kind: 'unreachable', reason: 'The name of the host has no address.' }
  if (addresses.length > outwardLimits.maxAddresses) return { kind: 'refused', reason: 'The name of the host has too many addresses.' }
  if (!isListed && !addresses.every(isPublicAddress)) return { kind: 'refused', reason: 'The host is not on the public internet.' }
  // more hosts and networks are without IPv6 than without IPv4
  return { kind: 'address', address: addresses.find((address) => isIP(address) === 4) ?? first }
}
