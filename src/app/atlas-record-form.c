/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The form of any record. Its questions come from the description of the record's type, so that a
 * new field is asked for without a line here.
 */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-record-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-field-row.h"
#include "app/atlas-form-apply.h"
#include "app/atlas-session-work.h"
#include "app/atlas-twin-watch.h"
#include "app/atlas-window.h"
#include "base/atlas-id.h"
#include "records/atlas-slip.h"
#include "reports/atlas-slip-words.h"

#define DRAFTS "atlas-record-drafts"    /* of a session: what was typed in forms that were left */

/* One form, alive as long as its window. */
typedef struct {
  const AtlasType      *type;
  char                 *id;             /* (nullable): NULL while one is added */
  char                 *about;          /* (nullable) */
  json_t               *given;          /* (nullable) */
  json_t               *begin;          /* what the questions showed first */
  json_t               *kept;           /* (nullable): unusual values that were said once */
  AtlasRecordFormExtend extend;
  gpointer              extend_data;
  GDestroyNotify        extend_free;

  GtkWidget            *from;           /* (nullable): NULL once it is gone */
  AtlasSession         *session;
  AtlasRecordChoices   *choices;        /* (nullable): NULL until read */
  AtlasForm            *form;           /* (nullable) (unowned): NULL until read */
  GPtrArray            *rows;           /* (element-type AtlasFieldRow) */
  AtlasTwinWatch       *twins;          /* (nullable): of a child's form */
  gboolean              has_draft;      /* it shows what was typed before */
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  if (self->extend_free != NULL)
    self->extend_free (self->extend_data);
  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->session);
  g_clear_pointer (&self->choices, atlas_record_choices_free);
  g_clear_pointer (&self->twins, atlas_twin_watch_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  json_decref (self->given);
  json_decref (self->begin);
  json_decref (self->kept);
  g_free (self->id);
  g_free (self->about);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

/* Drafts are kept in memory only, and end with the session. */
static GHashTable *
drafts_of (AtlasSession *session)
{
  GHashTable *drafts = g_object_get_data (G_OBJECT (session), DRAFTS);

  if (drafts == NULL)
    {
      drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) json_decref);
      g_object_set_data_full (G_OBJECT (session), DRAFTS, drafts,
                              (GDestroyNotify) g_hash_table_unref);
    }

  return drafts;
}

static char *
draft_key (Asking *self)
{
  const char *child = atlas_json_string (self->given, "child");
  const char *provision = atlas_json_string (self->given, "provision");

  if (self->id != NULL)
    return g_strconcat (self->type->name, "/", self->id, NULL);

  return g_strconcat (self->type->name, "/new/", child != NULL ? child : "", "/",
                      provision != NULL ? provision : "", NULL);
}

static json_t *
read_rows (Asking *self)
{
  json_t *values = json_object ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      AtlasFieldRow *row = g_ptr_array_index (self->rows, i);
      json_t *value = atlas_field_row_get_value (row);

      if (value != NULL)
        json_object_set_new (values, atlas_field_row_get_field (row)->name, value);
    }

  return values;
}

static GtkWidget *
find_widget (Asking           *self,
             const AtlasField *field)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      AtlasFieldRow *row = g_ptr_array_index (self->rows, i);

      if (atlas_field_row_get_field (row) == field)
        return atlas_field_row_get_widget (row);
    }

  return NULL;
}

static gboolean
reads_days (Asking *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *day = atlas_field_row_find_unreadable (g_ptr_array_index (self->rows, i));

      if (day == NULL)
        continue;
      atlas_form_set_fault_at (self->form, day,
                               _("The day cannot be read. Write it as 20 November 2026."));
      return FALSE;
    }

  return TRUE;
}

/* What is unusual is said once; whoever saves the same again means it. */
static gboolean
is_kept (Asking          *self,
         const AtlasSlip *slip,
         json_t          *values)
{
  return slip->is_unusual &&
         json_equal (json_object_get (self->kept, slip->field->name),
                     json_object_get (values, slip->field->name));
}

static void
say_slip (Asking          *self,
          const AtlasSlip *slip,
          json_t          *values)
{
  g_autofree char *words = atlas_words_slip (slip);
  GtkWidget *widget = find_widget (self, slip->field);
  g_autofree char *fault = NULL;

  if (slip->is_unusual)
    {
      if (self->kept == NULL)
        self->kept = json_object ();
      json_object_set (self->kept, slip->field->name,
                       json_object_get (values, slip->field->name));
      atlas_form_set_verb (self->form, _("_Save All the Same"));
      /* Translators: what is unusual about a value. */
      fault = g_strdup_printf (_("%s. Change it, or save it all the same."), words);
    }
  else
    {
      /* Translators: what is wrong with a value. */
      fault = g_strdup_printf (_("%s. Nothing was saved."), words);
    }

  if (widget != NULL)
    atlas_form_set_fault_at (self->form, widget, fault);
  else
    atlas_form_set_fault (self->form, fault);
}

static json_t *
whole_record (Asking *self,
              json_t *values)
{
  json_t *whole = self->choices->record != NULL ? atlas_record_to_fields (self->choices->record)
                                                : json_object ();

  for (guint i = 0; i < self->rows->len; i++)
    json_object_del (whole,
                     atlas_field_row_get_field (g_ptr_array_index (self->rows, i))->name);
  if (self->given != NULL)
    json_object_update (whole, self->given);
  json_object_update (whole, values);

  return whole;
}

static gboolean
passes (Asking *self,
        json_t *values,
        json_t *whole)
{
  g_autoptr(GArray) slips = atlas_slips_find (self->type, whole, self->choices->on,
                                              atlas_record_choices_find, self->choices);

  for (guint i = 0; i < slips->len; i++)
    {
      const AtlasSlip *slip = &g_array_index (slips, AtlasSlip, i);

      if (is_kept (self, slip, values))
        continue;
      say_slip (self, slip, values);
      return FALSE;
    }

  return TRUE;
}

/* Takes what was done, and puts what it is about in front. */
static AtlasChangeSet *
begin_set (Asking *self,
           char   *did)
{
  g_autofree char *owned = did;
  g_autofree char *label = NULL;

  if (self->about == NULL)
    return atlas_change_set_new (owned);

  /* Translators: a reference or a provision, and what was done: "K7-204: Plan added". */
  label = g_strdup_printf (_("%1$s: %2$s"), self->about, owned);
  return atlas_change_set_new (label);
}

static void
change_set_elements (AtlasChangeSet *set,
                     AtlasRecord    *record,
                     const char     *name,
                     json_t         *from,
                     json_t         *to)
{
  for (gsize i = 0; i < json_array_size (to); i++)
    {
      const char *element = json_string_value (json_array_get (to, i));
      gboolean is_there = FALSE;

      for (gsize j = 0; j < json_array_size (from) && !is_there; j++)
        is_there = g_strcmp0 (json_string_value (json_array_get (from, j)), element) == 0;
      if (!is_there)
        atlas_change_set_add (set, record, name, element);
    }
}

static void
change_field (AtlasChangeSet   *set,
              AtlasRecord      *record,
              const AtlasField *field,
              json_t           *to)
{
  g_autoptr(json_t) from = atlas_record_get_value (record, field);

  if (field->kind != ATLAS_KIND_SET)
    {
      atlas_change_set_set (set, record, field->name, json_incref (to));
      return;
    }

  change_set_elements (set, record, field->name, from, to);
  for (gsize i = 0; i < json_array_size (from); i++)
    {
      const char *element = json_string_value (json_array_get (from, i));
      gboolean stays = FALSE;

      for (gsize j = 0; j < json_array_size (to) && !stays; j++)
        stays = g_strcmp0 (json_string_value (json_array_get (to, j)), element) == 0;
      if (!stays)
        atlas_change_set_remove (set, record, field->name, element);
    }
}

static AtlasChangeSet *
make_set (Asking *self,
          json_t *values,
          json_t *whole)
{
  g_autofree char *new_id = self->id == NULL ? atlas_id_new () : NULL;
  AtlasChangeSet *set;

  /* Translators: a type of record: "Plan". */
  set = begin_set (self, g_strdup_printf (self->id == NULL ? _("%s added") : _("%s changed"),
                                          _(self->type->label)));
  if (self->id == NULL)
    atlas_change_set_create (set, self->type->name, new_id, json_incref (whole));
  for (guint i = 0; self->id != NULL && i < self->rows->len; i++)
    {
      const AtlasField *field = atlas_field_row_get_field (g_ptr_array_index (self->rows, i));

      change_field (set, self->choices->record, field, json_object_get (values, field->name));
    }
  if (self->extend != NULL)
    self->extend (set, self->id != NULL ? self->id : new_id, self->choices, self->extend_data);

  return set;
}

static void
save_cb (Asking *self)
{
  g_autoptr(json_t) values = NULL;
  g_autoptr(json_t) whole = NULL;
  AtlasChangeSet *set;

  if (!reads_days (self))
    return;
  values = read_rows (self);
  whole = whole_record (self, values);
  if (!passes (self, values, whole))
    return;

  set = make_set (self, values, whole);
  if (atlas_change_set_n_ops (set) > 0)
    {
      atlas_form_apply (self->form, self->from, self->session, set);
      return;
    }

  atlas_change_set_unref (set);
  gtk_window_destroy (GTK_WINDOW (self->form));
}

static void
delete_cb (Asking *self)
{
  AtlasChangeSet *set;

  /* Translators: a type of record: "Plan". */
  set = begin_set (self, g_strdup_printf (_("%s deleted"), _(self->type->label)));
  atlas_change_set_delete (set, self->choices->record);
  atlas_form_apply (self->form, self->from, self->session, set);
}

/* What was typed in a form that is left is there when it is opened again. */
static gboolean
close_request_cb (Asking *self)
{
  g_autoptr(json_t) values = read_rows (self);

  if (self->has_draft || !json_equal (values, self->begin))
    g_hash_table_insert (drafts_of (self->session), draft_key (self), json_incref (values));

  return FALSE;
}

/* Marks the first letter of a label that no other question has as its access key. */
static char *
mark_letter (const char *label,
             gboolean   *used)
{
  for (const char *c = label; *c != '\0'; c++)
    {
      int letter = g_ascii_tolower (*c) - 'a';

      if (letter < 0 || letter >= 26 || used[letter])
        continue;
      used[letter] = TRUE;
      return g_strdup_printf ("%.*s_%s", (int) (c - label), label, c);
    }

  return g_strdup (label);
}

static void
add_rows (Asking *self,
          json_t *values)
{
  gboolean used[26] = { FALSE };

  /* The letters of Save, Cancel and Delete. */
  used['s' - 'a'] = used['c' - 'a'] = used['d' - 'a'] = TRUE;
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const AtlasField *field = &self->type->fields[i];
      g_autofree char *title = NULL;

      if (field->section != NULL)
        atlas_form_begin_section (self->form, _(field->section));
      if (!atlas_field_is_asked (self->type, field, self->given))
        continue;
      title = mark_letter (_(field->label), used);
      g_ptr_array_add (self->rows,
                       atlas_field_row_add (self->form, field, title,
                                            json_object_get (values, field->name),
                                            self->choices));
    }
}

static json_t *
begin_values (Asking *self)
{
  g_autofree char *key = draft_key (self);
  json_t *draft = g_hash_table_lookup (drafts_of (self->session), key);

  if (draft != NULL)
    {
      atlas_form_set_intro (self->form, _("What you typed before is here again. Nothing of it was "
                                          "saved."));
      self->has_draft = TRUE;
      json_incref (draft);
      g_hash_table_remove (drafts_of (self->session), key);
      return draft;
    }
  if (self->choices->record != NULL)
    return atlas_record_to_fields (self->choices->record);

  return self->begin != NULL ? json_incref (self->begin) : json_object ();
}

/* Who may be the same child is asked for while the number, the name or the birth date is typed. */
static void
person_typed_cb (Asking *self)
{
  g_autoptr(json_t) values = read_rows (self);
  AtlasTwinQuestion *question = g_new0 (AtlasTwinQuestion, 1);

  question->except = g_strdup (self->id);
  question->upn = g_strdup (atlas_json_string (values, "upn"));
  question->first_name = g_strdup (atlas_json_string (values, "first_name"));
  question->last_name = g_strdup (atlas_json_string (values, "last_name"));
  question->born = atlas_date_parse (atlas_json_string (values, "born"));
  atlas_twin_watch_ask (self->twins, self->session, question);
}

static void
watch_person (Asking *self)
{
  static const char * const names[] = { "upn", "born", "first_name", "last_name" };
  GtkWidget *widgets[G_N_ELEMENTS (names)];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      widgets[i] = find_widget (self, atlas_type_field (self->type, names[i]));
      if (widgets[i] == NULL)
        return;
    }

  self->twins = atlas_twin_watch_new (widgets[0], widgets[1], NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_swapped (widgets[i], "changed", G_CALLBACK (person_typed_cb), self);
}

/* Takes @self. */
static void
open_form (Asking *self)
{
  g_autofree char *title = NULL;
  g_autofree char *verb = NULL;
  g_autoptr(json_t) values = NULL;

  /* Translators: a type of record: "Plan". */
  title = self->id != NULL ? g_strdup (_(self->type->label))
                           : g_strdup_printf (_("New: %s"), _(self->type->label));
  self->form = atlas_form_new (self->from, title, _("_Save"));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_field_row_free);
  g_object_set_data_full (G_OBJECT (self->form), "atlas-asking", self, asking_free);
  values = begin_values (self);
  add_rows (self, values);
  if (self->type == &atlas_child_type)
    watch_person (self);
  json_decref (self->begin);
  self->begin = read_rows (self);
  if (self->id != NULL && !self->type->append_only)
    {
      /* Translators: a type of record: "Plan". */
      verb = g_strdup_printf (_("_Delete: %s"), _(self->type->label));
      atlas_form_offer_delete (self->form, verb);
    }
  g_signal_connect_swapped (self->form, "save", G_CALLBACK (save_cb), self);
  g_signal_connect_swapped (self->form, "delete", G_CALLBACK (delete_cb), self);
  g_signal_connect_swapped (self->form, "close-request", G_CALLBACK (close_request_cb), self);
  gtk_window_present (GTK_WINDOW (self->form));
}

static void
choices_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Asking) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  self->choices = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->from == NULL || gtk_widget_get_root (self->from) == NULL)
    return;

  if (self->choices != NULL)
    {
      open_form (g_steal_pointer (&self));
      return;
    }

  text = g_strdup_printf (_("The form could not be made ready: %s"), error->message);
  atlas_window_toast (self->from, text);
}

/**
 * atlas_record_form_open:
 * @from: where it is opened
 * @session: the store
 * @ask: what it asks for
 *
 * Opens the form of a record once what it lets people choose from has been read. What is saved is
 * one change, and its toast offers Undo. A value that cannot be is said beside its field and
 * nothing is saved; one that is only unusual may be saved all the same, and rules find it.
 */
void
atlas_record_form_open (GtkWidget                *from,
                        AtlasSession             *session,
                        const AtlasRecordFormAsk *ask)
{
  Asking *self = g_new0 (Asking, 1);
  AtlasRecordChoicesAsked *asked = g_new0 (AtlasRecordChoicesAsked, 1);

  self->type = ask->type;
  self->id = g_strdup (ask->id);
  self->about = g_strdup (ask->about);
  self->given = ask->given;
  self->begin = ask->begin;
  self->extend = ask->extend;
  self->extend_data = ask->extend_data;
  self->extend_free = ask->extend_free;
  self->session = g_object_ref (session);
  g_set_weak_pointer (&self->from, from);

  asked->type = ask->type;
  asked->id = g_strdup (ask->id);
  asked->given = ask->given != NULL ? json_deep_copy (ask->given) : NULL;
  asked->on = atlas_session_get_as_of (session);
  atlas_session_read_async (session, atlas_record_choices_read, asked,
                            (GDestroyNotify) atlas_record_choices_asked_free,
                            (GDestroyNotify) atlas_record_choices_free, NULL, choices_read_cb,
                            self);
}
