/**
 * Draws the icons: `node extension/tools/icons.mjs` writes extension/icons/*.png, and those of the check page.
 *
 * The picture is that of logo.svg: a chain link of two halves, and a tick between them, on the project's teal: "cek
 * tautan", check the link. It is drawn from formulas (distances to lines and arcs, in logo.svg's own 64 units) at each
 * size, so there is no drawing program and nothing to scale, and the same files come out each time.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const SIZES = [16, 32, 48, 128];
const BACKGROUND = [15, 92, 99];
const LINK = [255, 255, 255];
const TICK = [255, 209, 102];
const SAMPLES = 8;

/**
 * Distance from a point to the segment a-b.
 *
 * @param {number} x @param {number} y
 * @param {readonly [number, number]} a @param {readonly [number, number]} b
 */
function toSegment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/**
 * A phone may cut a maskable icon to any shape that holds the middle four fifths, so it has no corners of its own and
 * a smaller mark (W3C manifest, "safe zone").
 */
const MASKABLE_SCALE = 0.72;

/** Inside a square with rounded corners. @param {number} x @param {number} y */
function inTile(x, y) {
  const radius = 15 / 64;
  const [cx, cy] = [Math.max(Math.abs(x - 0.5) - (0.5 - radius), 0), Math.max(Math.abs(y - 0.5) - (0.5 - radius), 0)];
  return Math.hypot(cx, cy) <= radius;
}

/** Half of the link, before it is turned: two lines and the half circle that joins them. @param {number} x @param {number} y */
function toHalf(x, y) {
  const [inner, bend, radius] = [27, 19.5, 8.5];
  const lines = Math.min(toSegment(x, y, [inner, 32 - radius], [bend, 32 - radius]), toSegment(x, y, [inner, 32 + radius], [bend, 32 + radius]));
  return x <= bend ? Math.min(lines, Math.abs(Math.hypot(x - bend, y - 32) - radius)) : lines;
}

/** What is drawn at a point: nothing, the link, or the tick over it. @param {number} x @param {number} y from 0 to 1 */
function inkAt(x, y) {
  const [px, py] = [x * 64, y * 64];
  const tick = Math.min(toSegment(px, py, [24.5, 32.5], [30, 38]), toSegment(px, py, [30, 38], [40.5, 26]));
  if (tick <= 2.75) return TICK;
  // Turning the point forwards is turning the link back.
  const [dx, dy, turn] = [px - 32, py - 32, Math.SQRT1_2];
  const [lx, ly] = [32 + (dx - dy) * turn, 32 + (dx + dy) * turn];
  return Math.min(toHalf(lx, ly), toHalf(64 - lx, ly)) <= 2.5 ? LINK : null;
}

/** @param {number} size @param {boolean} maskable @returns {Buffer} rows of RGBA, each with its filter byte */
function draw(size, maskable) {
  const scale = maskable ? MASKABLE_SCALE : 1;
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      let tile = 0;
      const colour = [0, 0, 0];
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = (px + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (py + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
        if (!maskable && !inTile(x, y)) continue;
        tile += 1;
        const ink = inkAt((x - 0.5) / scale + 0.5, (y - 0.5) / scale + 0.5) ?? BACKGROUND;
        for (let c = 0; c < 3; c += 1) colour[c] += ink[c];
      }
      const at = py * (1 + size * 4) + 1 + px * 4;
      for (let c = 0; c < 3; c += 1) rows[at + c] = tile === 0 ? BACKGROUND[c] : Math.round(colour[c] / tile);
      rows[at + 3] = Math.round((255 * tile) / (SAMPLES * SAMPLES));
    }
  }
  return rows;
}

/** PNG's CRC-32. @param {Buffer} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

/** @param {number} size @param {boolean} [maskable] */
function png(size, maskable = false) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA, no interlacing
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(draw(size, maskable), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

const folder = new URL('../icons/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const size of SIZES) writeFileSync(new URL(`${size}.png`, folder), png(size));

const pages = new URL('../../service/cektautan/web/static/', import.meta.url);
for (const size of [192, 512]) writeFileSync(new URL(`icon-${size}.png`, pages), png(size));
writeFileSync(new URL('icon-maskable-512.png', pages), png(512, true));
