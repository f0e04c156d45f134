// What the clients' scripts share. A script is called with the gateway's URL and prints one line of JSON per scenario:
// {"client","version","scenario","status":"pass|fail|skip","detail"}
import { readFileSync } from "node:fs";

const SCENARIO_LIMIT_MS = 20_000;

export const gateway = process.argv[2];

// What every client is asked and told.
export const TEXT = "Hi, camel!";
export const PROVIDER_GONE = /Provider disconnected/;
export const CUT_SHORT = /before it was complete/;
export const CITY = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
export const CITY_SAMPLE = { city: "sandbox city" };
export const REFUSALS = [
  { model: "sandbox/status-401", status: 401, text: /User not found/ },
  { model: "sandbox/status-429", status: 429, text: /Provider returned error|Too many requests/ },
  { model: "sandbox/status-402", status: 402, text: /requires more credits/ },
  { model: "acme/no-such-model", status: 400, text: /acme\/no-such-model is not a valid model ID/ },
];

class Skip extends Error {}

/** Says what this version of the client cannot do, whoever answers it. */
export function knownLimit(reason) {
  throw new Skip(reason);
}

export function skip(reason) {
  return async () => {
    throw new Skip(reason);
  };
}

export function expect(condition, complaint) {
  if (!condition) {
    throw new Error(complaint);
  }
}

export function expectMatch(text, pattern, what) {
  expect(pattern.test(String(text)), `${what}: expected ${pattern}, saw ${JSON.stringify(text)}`);
}

export function expectEqual(actual, expected, what) {
  const [left, right] = [actual, expected].map((value) => JSON.stringify(value));
  expect(left === right, `${what}: expected ${right}, saw ${left}`);
}

export function expectAnswer(text) {
  expectMatch(text, /You said: "Hi, camel!"/, "text");
}

export function expectVectors(vectors) {
  expectEqual(vectors.length, 2, "vectors");
  expect(vectors.every((vector) => vector.length > 0 && vector.every(Number.isFinite)), "a vector holds no numbers");
  expect(JSON.stringify(vectors[0]) !== JSON.stringify(vectors[1]), "two texts have the same vector");
}

/** The error that the action ends with; that it ends without one is the failure. */
export async function errorOf(what, action) {
  let outcome;
  try {
    outcome = await action();
  } catch (error) {
    return error;
  }
  throw new Error(`${what} ended without an error: ${JSON.stringify(outcome)}`);
}

/** Every refusal, asked for plainly and as a stream. */
export async function expectRefusals(calls, status, message = (error) => error.message) {
  for (const refusal of REFUSALS) {
    for (const [mode, call] of Object.entries(calls)) {
      const what = `${refusal.model}, ${mode}`;
      const error = await errorOf(what, () => call(refusal.model));
      expectEqual(status(error), refusal.status, `${what}: status of ${error}`);
      expectMatch(message(error), refusal.text, `${what}: message`);
    }
  }
}

export async function run(client, pkg, scenarios) {
  const { version } = JSON.parse(readFileSync(new URL(`node_modules/${pkg}/package.json`, import.meta.url)));
  for (const [scenario, action] of Object.entries(scenarios)) {
    const [status, detail] = await outcome(action);
    process.stdout.write(`${JSON.stringify({ client, version, scenario, status, detail })}\n`);
  }
  process.exit(0);
}

async function outcome(action) {
  try {
    await within(SCENARIO_LIMIT_MS, action());
    return ["pass", ""];
  } catch (error) {
    return [error instanceof Skip ? "skip" : "fail", error?.message ?? String(error)];
  }
}

function within(limit, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${limit / 1000} s`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
