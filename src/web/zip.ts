import { crc32, deflateRawSync } from 'node:zlib'

/** One file of an archive. */
export interface ZipEntry {
  /** a path with `/`, in UTF-8 */
  name: string
  bytes: Uint8Array
}

const UTF8_NAMES = 0x0800
const DEFLATED = 8

/** MS-DOS date and time, in Japan's time; seconds in steps of two. */
const dosTime = (at: Date): { date: number; time: number } => {
  const there = new Date(at.getTime() + 9 * 3_600_000)
  return {
    date: ((there.getUTCFullYear() - 1980) << 9) | ((there.getUTCMonth() + 1) << 5) | there.getUTCDate(),
    time: (there.getUTCHours() << 11) | (there.getUTCMinutes() << 5) | (there.getUTCSeconds() >> 1),
  }
}

/**
 * A ZIP archive of small files (APPNOTE 6.3, without ZIP64): each deflated, names in UTF-8.
 *
 * @throws Error for more than 65,535 files
 */
export const zipArchive = (entries: readonly ZipEntry[], at: Date): Buffer => {
  if (entries.length > 0xffff) throw new Error('too many files for one archive')
  const { date, time } = dosTime(at)
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const path = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(bytes)
    // What the local header and the directory have in common, from "version needed" to the length of the extra field.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(UTF8_NAMES, 2)
    common.writeUInt16LE(DEFLATED, 4)
    common.writeUInt16LE(time, 6)
    common.writeUInt16LE(date, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), common, tail, path]))
    pieces.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...pieces, index, end])
}
