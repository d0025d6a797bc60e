import { ServiceError } from '../errors.ts'
import { unbakePng } from '../openbadges/baking/png.ts'
import type { Unbaked, UnbakeFault } from '../openbadges/baking/unbaked.ts'
import { type InputOrigin, type InputResult, type Refusal, refuse } from './input-result.ts'
import { documentLimits, imageLimits } from './limits.ts'
import type { WorkRoom } from './work.ts'
import { WorkError } from './work-pool.ts'

/** The part of the work room that pictures need. */
export type PictureRoom = Pick<WorkRoom, 'readQr' | 'unbakeSvg'>

/** Reads the text that an image carried: `baked` in it by an issuer, or `shown` by a QR code. */
export type ReadCarried = (carried: {
  text: string
  version: 'open-badge-3' | 'open-badge-2' | undefined
  from: InputOrigin
}) => InputResult

const codes: Record<UnbakeFault, Refusal['code'] & `input.${string}`> = {
  image_damaged: 'input.image_damaged',
  baked_several: 'input.several_credentials',
  baked_wrongly: 'input.no_credential',
  svg_doctype: 'input.image_damaged',
  image_too_large: 'input.too_large',
}

const carriedBy = (unbaked: Exclude<Unbaked, { kind: 'plain' }>, from: InputOrigin, read: ReadCarried): InputResult =>
  unbaked.kind === 'refused' ? refuse(codes[unbaked.code], unbaked.detail) : read({ text: unbaked.text, version: unbaked.version, from })

/** A task that was not done because there was no room is nobody's fault but ours; a picture that is too slow is over a limit. */
const answered = async (task: Promise<InputResult>): Promise<InputResult> => {
  try {
    return await task
  } catch (cause) {
    if (!(cause instanceof WorkError)) throw cause
    if (cause.failure === 'overloaded')
      throw new ServiceError('overloaded', 'No thread is free to read this picture.', { cause, retryAfterSeconds: 1 })
    return refuse('input.too_large', 'Reading the picture took longer than the limit.')
  }
}

/** A baked PNG is judged by its text alone, without a pixel being decoded; only in a PNG without credential is a QR code looked for. */
export const readPng = async (png: Uint8Array, room: PictureRoom, read: ReadCarried): Promise<InputResult> => {
  const unbaked = unbakePng(png, { ...imageLimits, ...documentLimits })
  return unbaked.kind === 'plain' ? readQrPicture(png, room, read) : carriedBy(unbaked, 'png', read)
}

/** @throws ServiceError `overloaded` */
export const readSvg = (svg: string, room: PictureRoom, read: ReadCarried): Promise<InputResult> =>
  answered(
    room.unbakeSvg(svg).then((unbaked) => {
      if (unbaked.kind === 'plain') return refuse('input.no_credential', 'The image holds no credential.')
      return carriedBy(unbaked, 'svg', read)
    }),
  )

/** @throws ServiceError `overloaded` */
export const readQrPicture = (picture: Uint8Array, room: PictureRoom, read: ReadCarried): Promise<InputResult> =>
  answered(
    room.readQr(picture).then((reading) => {
      if (reading.kind === 'refused') return refuse(codes[reading.code], reading.detail)
      if (reading.kind === 'none')
        return refuse('input.no_credential', 'The picture holds neither a credential nor a QR code that can be read.')
      return read({ text: reading.text, version: undefined, from: 'qr' })
    }),
  )
