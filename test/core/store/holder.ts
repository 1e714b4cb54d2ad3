// Another Dwell, for tests: opens the profile named on its command line, says so, writes a play when told to, and stays until its input ends or it is killed.
import { openProfile } from '../../../main/core/store/profile.ts'

const quiet = () => undefined
const profile = openProfile({
  profileDir: process.argv[2] ?? '',
  now: () => Date.UTC(2026, 10, 22, 13),
  log: { info: quiet, warn: quiet, error: quiet },
})
process.stdout.write('open\n')
process.stdin.on('end', () => void profile.close())
process.stdin.on('data', () => {
  profile.store.db.exec(`
    INSERT INTO play_keys (id, play_id) VALUES (900, '00000000-0000-4000-a000-000000000900');
    INSERT INTO events (play, seq, kind, at, position_ms, track_id, origin, duration_ms) VALUES (900, 0, 'started', 1, 0, 1, 'hand', 180000);
    INSERT INTO events (play, seq, kind, at, position_ms) VALUES (900, 1, 'heartbeat', 5001, 5000);
    INSERT INTO events (play, seq, kind, at, position_ms) VALUES (900, 2, 'heartbeat', 9001, 9000);
  `)
  process.stdout.write('written\n')
})
