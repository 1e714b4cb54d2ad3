// Asks for a playlist's name.
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { attempt } from '../../base/actions.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'

interface Props {
  readonly title: string
  readonly action: string
  readonly initial: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onName: (name: string) => Promise<void>
}

const longestName = 200

function NameForm({ action, initial, onClose, onName }: Omit<Props, 'title' | 'isOpen'>) {
  const { t } = useTranslation()
  const [name, setName] = useState(initial)
  const trimmed = name.trim()
  return (
    <Form
      onSubmit={event => {
        event.preventDefault()
        if (trimmed === '') return
        onClose()
        attempt(() => onName(trimmed))
      }}
    >
      <TextField
        label={t('playlists.name')}
        placeholder={t('playlists.namePlaceholder')}
        value={name}
        maxLength={longestName}
        autoFocus
        onChange={setName}
      />
      <DialogActions>
        <Button onPress={onClose}>{t('app.cancel')}</Button>
        <Button tone="solid" type="submit" isDisabled={trimmed === ''}>
          {action}
        </Button>
      </DialogActions>
    </Form>
  )
}

export function NamePlaylist({ title, isOpen, onClose, ...form }: Props) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      {isOpen && <NameForm {...form} onClose={onClose} />}
    </Dialog>
  )
}
