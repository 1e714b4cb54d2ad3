// Every element of renderer/ui beside its variants, in both manners of being: at rest, off, on, full, empty.
import { Ellipsis, Heart, Pause, Play } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/opsz.css'
import '../../../renderer/ui/fonts.css'
import '../../../renderer/ui/tokens.css'
import '../../../renderer/ui/base.css'
import type { Settings } from '../../../preload/contract/settings.ts'
import { Button, IconButton } from '../../../renderer/ui/button.tsx'
import { Cover } from '../../../renderer/ui/cover.tsx'
import { Segments, Select, Switch, TextField } from '../../../renderer/ui/field.tsx'
import { MenuButton, MenuItem, MenuSeparator } from '../../../renderer/ui/menu.tsx'
import { Bar, Empty, PageHead, ProgressLine } from '../../../renderer/ui/page.tsx'
import { Ring } from '../../../renderer/ui/ring.tsx'
import { SearchBox } from '../../../renderer/ui/search-box.tsx'
import { Slider } from '../../../renderer/ui/slider.tsx'
import styles from './elements.module.css'
import { hardName } from './hard-names.ts'

const tones = ['plain', 'line', 'solid', 'accent'] as const
const fills = [0, 0.12, 0.5, 0.78, 1] as const
const choices = [
  { id: 'a', label: 'System' },
  { id: 'b', label: '밝게' },
  { id: 'c', label: 'Dark' },
] as const
type Choice = (typeof choices)[number]['id']

function Group({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h2 id={id} className={styles['name']}>
        {name}
      </h2>
      <div className={styles['line']}>{children}</div>
    </section>
  )
}

function Buttons() {
  return (
    <>
      <Group name="Buttons">
        {tones.map(tone => (
          <Button key={tone} tone={tone}>
            {tone}
          </Button>
        ))}
        {tones.map(tone => (
          <Button key={tone} tone={tone} isDisabled>
            {tone}, off
          </Button>
        ))}
      </Group>
      <Group name="Large buttons">
        {tones.map(tone => (
          <Button key={tone} tone={tone} size="large">
            {tone} 크게
          </Button>
        ))}
      </Group>
      <Group name="Buttons with a sign">
        <IconButton label="Play" size="big">
          <Play size={18} />
        </IconButton>
        <IconButton label="Pause">
          <Pause size={15} />
        </IconButton>
        <IconButton label="Like" isOn>
          <Heart size={15} />
        </IconButton>
        <IconButton label="Liked less" isOn={false} size="small">
          <Heart size={14} />
        </IconButton>
        <IconButton label="Not to be had" isDisabled>
          <Play size={15} />
        </IconButton>
        <MenuButton
          label="A menu"
          button={
            <IconButton label="More">
              <Ellipsis size={17} />
            </IconButton>
          }
        >
          <MenuItem shortcut="Q">Add to queue</MenuItem>
          <MenuItem isDisabled>Not now</MenuItem>
          <MenuSeparator />
          <MenuItem>{hardName(0)}</MenuItem>
        </MenuButton>
      </Group>
    </>
  )
}

function Fields() {
  const [text, setText] = useState('')
  const [isOn, setOn] = useState(true)
  const [choice, setChoice] = useState<Choice>('b')
  const [value, setValue] = useState(0.35)
  return (
    <>
      <Group name="Text">
        <TextField label="Name" placeholder="Sunday, window open" value={text} maxLength={200} onChange={setText} />
        <SearchBox
          label="Search"
          placeholder="Search"
          clearLabel="Clear"
          shortcut="/"
          value={text}
          onChange={setText}
          onDown={() => {}}
        />
      </Group>
      <Group name="Choices">
        <Switch label="On or off" isOn={isOn} onChange={setOn} />
        <Switch label="Off or on" isOn={!isOn} onChange={next => setOn(!next)} />
        <Segments label="One of a few" choices={choices} value={choice} onChange={setChoice} />
        <Select label="One of many" choices={choices} value={choice} onChange={setChoice} />
        <Select label="One of many, bare" choices={choices} value={choice} onChange={setChoice} isBare />
      </Group>
      <Group name="Sliders">
        <div className={styles['slider']}>
          <Slider label="A value" value={value} max={1} step={0.01} onChange={setValue} words={value.toFixed(2)} />
        </div>
        <div className={styles['slider']}>
          <Slider label="With a notch" value={value} max={1} step={0.01} onChange={setValue} isAccented notch={0.6} />
        </div>
        <div className={styles['slider']}>
          <Slider label="Quiet" value={value} max={1} step={0.01} onChange={setValue} isQuiet />
        </div>
        <div className={styles['slider']}>
          <Slider label="Off" value={0.5} max={1} step={0.01} onChange={setValue} isDisabled />
        </div>
      </Group>
    </>
  )
}

function Pictures() {
  return (
    <>
      <Group name="Rings">
        {fills.map(fill => (
          <Ring key={fill} size={56} line={6} fill={fill} mark={0.3} isPassed={fill > 0.3} />
        ))}
        <Ring size={14} line={2.75} fill={0.78} />
      </Group>
      <Group name="Covers">
        <Cover
          src="dwell://art/aaaaaaaaaaaaaaaaaaaa00009e3779b1?size=256"
          alt="A picture"
          className={styles['cover']}
        />
        <Cover src={null} className={styles['cover']} />
      </Group>
      <Group name="Bars and lines">
        {fills.map(fill => (
          <Bar key={fill} share={fill} className={styles['bar']} />
        ))}
        <div className={styles['slider']}>
          <ProgressLine label="Half way" share={0.5} />
        </div>
        <div className={styles['slider']}>
          <ProgressLine label="Nobody knows how far" share={null} />
        </div>
      </Group>
      <Group name="Nothing here">
        <Empty title="Nothing here yet" body="What to do about it, in a sentence.">
          <Button tone="solid">The one thing to do</Button>
          <Button tone="line">Another</Button>
        </Empty>
      </Group>
    </>
  )
}

function Elements() {
  return (
    <main className={styles['page']}>
      <PageHead title="Elements" aside="renderer/ui, which knows nothing of music" />
      <Buttons />
      <Fields />
      <Pictures />
    </main>
  )
}

export async function drawElements(
  element: HTMLElement,
  theme: Settings['theme'],
  language: Settings['language'],
): Promise<void> {
  document.documentElement.dataset['theme'] = theme === 'light' ? 'light' : 'dark'
  document.documentElement.lang = language === 'ko' ? 'ko' : 'en'
  createRoot(element).render(
    <I18nProvider locale={document.documentElement.lang}>
      <Elements />
    </I18nProvider>,
  )
}
