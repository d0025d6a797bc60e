import { writeFileSync } from 'node:fs'
import type { Picture } from './png-read.ts'

const frame = { width: 640, height: 480 }
/** The room behind what is held before the camera. */
const grey = 168

/**
 * Writes what a camera would see that is held before the picture, for `openBrowser({ cameraFile })`: 640 × 480, in shades of grey,
 * the picture in the middle at its own size (at most 480 pixels high). The browser repeats the file for ever.
 *
 * @param file - path that ends in `.y4m`
 */
export function writeCameraFile(picture: Picture, file: string): void {
  if (picture.width > frame.width || picture.height > frame.height) throw new Error('the picture is larger than the camera’s')
  const luma = Buffer.alloc(frame.width * frame.height, grey)
  const [left, top] = [(frame.width - picture.width) >> 1, (frame.height - picture.height) >> 1]
  for (let y = 0; y < picture.height; y += 1) {
    for (let x = 0; x < picture.width; x += 1) {
      const at = (y * picture.width + x) * 4
      const [red, green, blue] = [picture.rgba[at] ?? 0, picture.rgba[at + 1] ?? 0, picture.rgba[at + 2] ?? 0]
      // ITU-R BT.601, studio range
      luma[(top + y) * frame.width + left + x] = 16 + Math.round(((0.299 * red + 0.587 * green + 0.114 * blue) * 219) / 255)
    }
  }
  const noColour = Buffer.alloc(luma.length / 2, 128)
  const frames = Array.from({ length: 5 }, () => [Buffer.from('FRAME\n'), luma, noColour]).flat()
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F10:1 Ip A1:1 C420jpeg\n`), ...frames]))
}
