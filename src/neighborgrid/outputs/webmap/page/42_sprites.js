// Marks as small pictures that are copied into a picture of the whole view: with tens of thousands of them
// this is many times faster than paths, above all without a graphics card. They are computed here, not drawn
// and read back, since browsers that guard privacy falsify what is read from a canvas.

const MAP_SAMPLES = 4;

/** Red, green, blue of "#rrggbb". */
function mapRgb(css) {
  const value = parseInt(css.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `one` and `other` mixed, `share` of `other`. */
function mapMixed(one, other, share) {
  const a = mapRgb(one);
  const b = mapRgb(other);
  const mixed = a.map((value, i) => Math.round(value + (b[i] - value) * share));
  return "#" + mixed.map((value) => (value + 256).toString(16).slice(1)).join("");
}

// Shapes: whether a point is inside, by its distance east and south of the middle.

function mapDisc(radius, east, south) {
  const x = east || 0;
  const y = south || 0;
  return (dx, dy) => (dx - x) * (dx - x) + (dy - y) * (dy - y) <= radius * radius;
}

function mapDiamond(radius) {
  return (dx, dy) => Math.abs(dx) + Math.abs(dy) <= radius;
}

/** A house: a square below, a roof above. */
function mapHouse(radius) {
  const half = 0.82 * radius;
  return (dx, dy) =>
    dy <= 0.85 * radius && (dy >= -0.1 * radius ? Math.abs(dx) <= half : dy >= -1.15 * radius + Math.abs(dx));
}

function mapCross(radius, width) {
  return (dx, dy) =>
    Math.max(Math.abs(dx), Math.abs(dy)) <= radius && Math.min(Math.abs(dx - dy), Math.abs(dx + dy)) <= width;
}

/** A star of five points, around (east, south). */
function mapStar(radius, east, south) {
  const corners = [];
  for (let i = 0; i < 10; i++) {
    const reach = i % 2 ? 0.42 * radius : radius;
    const turn = (Math.PI * i) / 5;
    corners.push([(east || 0) + reach * Math.sin(turn), (south || 0) - reach * Math.cos(turn)]);
  }
  return (dx, dy) => {
    let inside = false;
    for (let i = 0, j = 9; i < 10; j = i++) {
      const [ax, ay] = corners[i];
      const [bx, by] = corners[j];
      if (ay > dy !== by > dy && dx < ((bx - ax) * (dy - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  };
}

/**
 * Picture of layers [shape, [red, green, blue]], the last on top, whose middle lies (atX, atY) within its
 * pixel. `alpha` 0 .. 1 of the whole.
 */
function mapSprite(layers, reach, atX, atY, alpha) {
  const half = Math.ceil(reach) + 1;
  const size = 2 * half + 1;
  const pixels = new Uint32Array(size * size);
  const per = MAP_SAMPLES * MAP_SAMPLES;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let hits = 0;
      for (let sample = 0; sample < per; sample++) {
        const dx = x - half - atX + ((sample % MAP_SAMPLES) + 0.5) / MAP_SAMPLES;
        const dy = y - half - atY + (Math.floor(sample / MAP_SAMPLES) + 0.5) / MAP_SAMPLES;
        const colour = mapTopmost(layers, dx, dy);
        if (!colour) continue;
        red += colour[0];
        green += colour[1];
        blue += colour[2];
        hits++;
      }
      if (!hits) continue;
      const opaque = Math.round((255 * alpha * hits) / per);
      pixels[y * size + x] = mapPacked(red / hits, green / hits, blue / hits, opaque);
    }
  }
  return { size, half, pixels };
}

/** One pixel as image data holds it on machines of little-endian bytes, which are all that run browsers. */
function mapPacked(red, green, blue, alpha) {
  return ((alpha << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

function mapTopmost(layers, dx, dy) {
  for (let i = layers.length - 1; i >= 0; i--) if (layers[i][0](dx, dy)) return layers[i][1];
  return null;
}

/** Layers of the mark `kind` of `radius` pixels in `colour`, and how far they reach. */
function mapMark(kind, radius, colour, ground, ink, rim) {
  const inner = radius - Math.max(0.27 * radius, 1.2 * rim);
  const halo = [mapDisc(radius + rim), ground];
  const badge = 0.56 * radius;
  // A wide rim of small diamonds would hide their neighbours.
  const edge = Math.min(1.4 * rim, 0.2 * radius);
  const corner = 0.92 * radius;
  const member = [halo, [mapDisc(radius), colour], [mapDisc(inner), ink]];
  const marks = {
    dot: [[mapDisc(radius), colour]],
    hollow: [
      [mapDisc(radius + 0.3 * rim), colour],
      [mapDisc(Math.max(radius - 1.1 * rim, 0.5 * radius)), ground],
    ],
    house: [[mapHouse(radius + 0.9 * rim), ground], [mapHouse(radius), colour]],
    vacant: [[mapCross(radius, 0.75 * rim), colour]],
    waiting: [[mapDiamond(radius + edge), ground], [mapDiamond(radius), colour]],
    unsure: [
      [mapDiamond(radius + edge), ground],
      [mapDiamond(radius), colour],
      [mapDiamond(Math.max(radius - 1.9 * rim, 0.4 * radius)), ground],
    ],
    tiny: [[mapDisc(radius), ink]],
    member,
    leader: [...member, [mapStar(0.82 * inner), ground]],
    deputy: [...member, [mapDisc(0.38 * inner), ground]],
    leader_badge: [
      ...member,
      [mapDisc(badge + rim, corner, -corner), ground],
      [mapStar(badge + 0.4 * rim, corner, -corner), ink],
    ],
    deputy_badge: [
      ...member,
      [mapDisc(0.36 * radius + rim, 0.8 * corner, -0.8 * corner), ground],
      [mapDisc(0.36 * radius, 0.8 * corner, -0.8 * corner), ink],
    ],
  };
  const reach = kind.endsWith("_badge") ? corner + badge + 2 * rim : radius * 1.15 + 1.5 * rim;
  return { layers: marks[kind], reach };
}

/** Marks of one theme and pixel ratio, made when first needed. Four of each: for the quarters of a pixel. */
function mapSheet(theme, ratio) {
  const made = new Map();
  const ground = mapRgb(theme.ground);
  const ink = mapRgb(theme.ink);
  const palette = theme.palette.map(mapRgb);
  return {
    /** The four pictures of a mark; `radius` in css pixels, `alpha` 0 .. 1. */
    of(kind, radius, hue, alpha) {
      const size = Math.round(radius * ratio * 4) / 4;
      const key = kind + "|" + size + "|" + hue + "|" + alpha;
      let four = made.get(key);
      if (four) return four;
      if (made.size > 600) made.clear();
      const { layers, reach } = mapMark(kind, size, palette[hue], ground, ink, ratio);
      four = [0, 1, 2, 3].map((quarter) =>
        mapSprite(layers, reach, quarter & 1 ? 0.75 : 0.25, quarter & 2 ? 0.75 : 0.25, alpha));
      made.set(key, four);
      return four;
    },
  };
}

/** Copies the picture of the quarter of (x, y) in device pixels into `pixels` of `width` x `height`. */
function mapStamp(pixels, width, height, four, x, y) {
  const column = Math.floor(x);
  const line = Math.floor(y);
  const sprite = four[(x - column >= 0.5 ? 1 : 0) | (y - line >= 0.5 ? 2 : 0)];
  const { size, half, pixels: source } = sprite;
  const left = column - half;
  const top = line - half;
  const firstX = left < 0 ? -left : 0;
  const firstY = top < 0 ? -top : 0;
  const endX = left + size > width ? width - left : size;
  const endY = top + size > height ? height - top : size;
  for (let dy = firstY; dy < endY; dy++) {
    let from = dy * size + firstX;
    let to = (top + dy) * width + left + firstX;
    for (let dx = firstX; dx < endX; dx++, from++, to++) {
      const colour = source[from];
      const alpha = colour >>> 24;
      if (alpha === 0) continue;
      const under = pixels[to];
      const opaque = under >>> 24;
      if (alpha === 255 || opaque === 0) pixels[to] = colour;
      else if (opaque === 255) pixels[to] = mapOver(colour, under, alpha);
      // Two edges on each other: the denser one is near enough.
      else if (alpha >= opaque) pixels[to] = colour;
    }
  }
}

function mapOver(colour, under, alpha) {
  const rest = 255 - alpha;
  const red = ((colour & 255) * alpha + (under & 255) * rest) >> 8;
  const green = (((colour >> 8) & 255) * alpha + ((under >> 8) & 255) * rest) >> 8;
  const blue = (((colour >> 16) & 255) * alpha + ((under >> 16) & 255) * rest) >> 8;
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
