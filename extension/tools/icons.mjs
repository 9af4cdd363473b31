/**
 * Draws the icons: `node extension/tools/icons.mjs` writes extension/icons/*.png, and those of the check page.
 *
 * The picture is a white tick inside a chain link on the project's teal: "cek tautan", check the link.
 * It is drawn from formulas (signed distances) at each size, so there is no drawing program
 * and nothing to scale, and the same files come out each time. Colours hold 4.5:1.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const SIZES = [16, 32, 48, 128];
const BACKGROUND = [15, 92, 99];
const FOREGROUND = [255, 255, 255];
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
  const radius = 0.22;
  const [cx, cy] = [Math.max(Math.abs(x - 0.5) - (0.5 - radius), 0), Math.max(Math.abs(y - 0.5) - (0.5 - radius), 0)];
  return Math.hypot(cx, cy) <= radius;
}

/** On the link's outline (a lying capsule, open at the upper right) or on the tick. @param {number} x @param {number} y */
function inMark(x, y) {
  const fromAxis = toSegment(x, y, [0.36, 0.5], [0.64, 0.5]);
  const onLink = Math.abs(fromAxis - 0.235) <= 0.052;
  const tick = Math.min(toSegment(x, y, [0.36, 0.5], [0.47, 0.61]), toSegment(x, y, [0.47, 0.61], [0.83, 0.22]));
  const nearTick = tick <= 0.125;
  return tick <= 0.058 || (onLink && !nearTick);
}

/** @param {number} size @param {boolean} maskable @returns {Buffer} rows of RGBA, each with its filter byte */
function draw(size, maskable) {
  const scale = maskable ? MASKABLE_SCALE : 1;
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      let tile = 0;
      let mark = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = (px + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
        const y = (py + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
        if (!maskable && !inTile(x, y)) continue;
        tile += 1;
        if (inMark((x - 0.5) / scale + 0.5, (y - 0.5) / scale + 0.5)) mark += 1;
      }
      const share = tile === 0 ? 0 : mark / tile;
      const at = py * (1 + size * 4) + 1 + px * 4;
      for (let c = 0; c < 3; c += 1) rows[at + c] = Math.round(BACKGROUND[c] + (FOREGROUND[c] - BACKGROUND[c]) * share);
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
