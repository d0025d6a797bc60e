/** A QR code as one path, quiet zone included. */
export interface QrView {
  /** modules along one side, with the quiet zone */
  size: number
  path: string
  label: string
}

/** Always beside the number and the address in print. Black on white in both themes, so that it can be read. */
export const Qr = ({ qr }: { qr: QrView }) => (
  <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} shape-rendering="crispEdges" role="img" aria-label={qr.label}>
    <path fill="#ffffff" d={`M0 0h${qr.size}v${qr.size}H0z`} />
    <path d={qr.path} />
  </svg>
)
