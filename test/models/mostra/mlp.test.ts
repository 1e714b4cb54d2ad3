// The set-unaware twin through the shared suite.
import { satSuite } from './sat-suite.ts'

satSuite('mlp')
