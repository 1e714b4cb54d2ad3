// The system's media panel, as a desktop sees it: a session bus of our own, and the players that are on it (MPRIS).
import { execFileSync } from 'node:child_process'

const playerNames = /org\.mpris\.MediaPlayer2\.[\w.]+/g
const at = '/org/mpris/MediaPlayer2'
const player = 'org.mpris.MediaPlayer2.Player'

export interface Bus {
  readonly address: string
  players(): string[]
  /** A property of the only player, as dbus-send prints it. */
  property(name: string): string
  press(method: string): void
  stop(): void
}

/** Whether this machine has what a bus of one's own takes. */
export function hasPanel(): boolean {
  if (process.platform !== 'linux') return false
  try {
    execFileSync('dbus-daemon', ['--version'], { stdio: 'ignore' })
    execFileSync('sh', ['-c', 'command -v dbus-send'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function startBus(): Bus {
  const [address = '', pid = ''] = execFileSync(
    'dbus-daemon',
    ['--session', '--fork', '--nopidfile', '--print-address=1', '--print-pid=1'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  ).split('\n')

  function send(to: string, path: string, method: string, ...args: string[]): string {
    return execFileSync(
      'dbus-send',
      [`--bus=${address}`, '--print-reply', '--reply-timeout=600000', `--dest=${to}`, path, method, ...args],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
  }
  const players = (): string[] => [
    ...new Set(
      send('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.ListNames').match(playerNames),
    ),
  ]
  const only = (): string => players()[0] ?? ''

  return {
    address,
    players,
    property: name => send(only(), at, 'org.freedesktop.DBus.Properties.Get', `string:${player}`, `string:${name}`),
    press: method => void send(only(), at, `${player}.${method}`),
    stop: () => void process.kill(Number(pid)),
  }
}
