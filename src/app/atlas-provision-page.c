/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-provision-page.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-facts-page.h"
#include "app/atlas-fault.h"
#include "app/atlas-form.h"
#include "app/atlas-provision-records.h"
#include "app/atlas-provision-returns.h"
#include "app/atlas-provision-top.h"
#include "app/atlas-provision-work.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-window.h"
#include "base/atlas-id.h"
#include "records/atlas-codes.h"

/* How long a place is held when nobody says otherwise; set by this county. */
#define HOLD_DAYS 7
#define ON_ROLL_MAX 10000

/**
 * AtlasProvisionPage:
 *
 * The page of one provision: its places, what is held and what was sent, and everything that the
 * directory says of it. A return is entered and a place held and released here.
 */
struct _AtlasProvisionPage
{
  AdwBin              parent_instance;

  AtlasSession       *session;
  GCancellable       *cancellable;
  char               *key;      /* (nullable): of what is shown */
  AtlasProvisionFile *file;     /* (nullable): until it is read */

  /* Template */
  GtkStack           *stack;
  AtlasFactsPage     *facts;
  AdwStatusPage      *trouble;
};

G_DEFINE_FINAL_TYPE (AtlasProvisionPage, atlas_provision_page, ADW_TYPE_BIN)

/* What an open form asks with, alive as long as the form. */
typedef struct {
  AtlasProvisionPage *page;
  AtlasForm          *form;     /* (unowned) */
  GPtrArray          *places;   /* (element-type AtlasPlace) */
  GPtrArray          *numbers;  /* (element-type GtkSpinButton) (unowned) */
  GtkWidget          *day;      /* (unowned) */
  GtkWidget          *how;      /* (unowned) (nullable) */
  GtkWidget          *text;     /* (unowned) */
  GtkWidget          *place;    /* (unowned) (nullable) */
} Asking;

static void
asking_free (Asking *asking)
{
  g_clear_object (&asking->page);
  g_ptr_array_unref (asking->places);
  g_ptr_array_unref (asking->numbers);
  g_free (asking);
}

static Asking *
ask (AtlasProvisionPage *self,
     const char         *title,
     const char         *verb,
     GCallback           save_cb)
{
  Asking *asking = g_new0 (Asking, 1);
  AtlasCapacity *capacity = self->file->capacity;

  asking->page = g_object_ref (self);
  asking->form = atlas_form_new (GTK_WIDGET (self), title, verb);
  asking->places = g_ptr_array_new_with_free_func (g_object_unref);
  asking->numbers = g_ptr_array_new ();
  for (guint i = 0; i < capacity->lines->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);

      g_ptr_array_add (asking->places, g_object_ref (line->line->place));
    }
  g_object_set_data_full (G_OBJECT (asking->form), "asking", asking, (GDestroyNotify) asking_free);
  g_signal_connect_data (asking->form, "save", save_cb, asking, NULL, G_CONNECT_SWAPPED);

  return asking;
}

static void
say_done (GtkWidget  *from,
          const char *done,
          gboolean    can_undo)
{
  if (can_undo)
    atlas_window_toast_undo (from, done);
  else
    atlas_window_toast (from, done);
}

static void
applied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(AtlasForm) form = user_data;
  g_autoptr(GError) error = NULL;
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (form));
  const char *done = g_object_get_data (G_OBJECT (form), "done");

  if (!atlas_store_service_apply_finish (ATLAS_STORE_SERVICE (source), result, &error))
    {
      g_autofree char *fault = g_strdup_printf (_("This was not saved; nothing has changed. %s"),
                                                error->message);

      atlas_form_set_fault (form, fault);
      return;
    }

  if (window != NULL)
    say_done (GTK_WIDGET (window), done,
              GPOINTER_TO_INT (g_object_get_data (G_OBJECT (form), "can-undo")));
  gtk_window_close (GTK_WINDOW (form));
}

static void
apply_from_form (Asking         *asking,
                 AtlasChangeSet *set)
{
  g_object_set_data_full (G_OBJECT (asking->form), "done",
                          g_strdup (atlas_change_set_get_label (set)), g_free);
  g_object_set_data (G_OBJECT (asking->form), "can-undo",
                     GINT_TO_POINTER (atlas_change_set_can_undo (set)));
  atlas_store_service_apply_async (atlas_session_get_service (asking->page->session), set, NULL,
                                   applied_cb, g_object_ref (asking->form));
}

static AtlasDate
asked_day (Asking *asking)
{
  return atlas_date_row_get_date (ATLAS_DATE_ROW (asking->day));
}

static const char *
asked_how (Asking *asking)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("return-how");
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asking->how));

  return selected < codes->len ? ((AtlasCode *) g_ptr_array_index (codes, selected))->code : NULL;
}

static gboolean
can_have_counted (Asking *asking)
{
  AtlasDate day = asked_day (asking);

  if (day == ATLAS_DATE_NONE)
    atlas_form_set_fault_at (asking->form, asking->day,
                             _("Say which day the children were counted, as 20 November 2026."));
  else if (day > asking->page->file->capacity->on)
    atlas_form_set_fault_at (asking->form, asking->day,
                             _("That day lies ahead. Give the day the children were counted."));

  return day != ATLAS_DATE_NONE && day <= asking->page->file->capacity->on;
}

static void
save_return_cb (Asking *asking)
{
  AtlasProvisionFile *file = asking->page->file;
  g_autofree char *label = g_strdup_printf (_("Return entered for %s"),
                                            atlas_record_get_title (file->record));
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (label);
  g_autofree char *as_at = atlas_date_format (asked_day (asking));
  g_autofree char *now = atlas_time_now ();
  g_autofree char *said_by = atlas_entry_dup (GTK_EDITABLE (asking->text));

  if (!can_have_counted (asking))
    return;

  for (guint i = 0; i < asking->places->len; i++)
    {
      AtlasPlace *place = g_ptr_array_index (asking->places, i);
      g_autofree char *id = atlas_id_new ();
      json_t *fields;
      int on_roll;

      if (!atlas_form_read_number (asking->form, g_ptr_array_index (asking->numbers, i), &on_roll))
        return;

      fields = json_pack ("{s:s, s:s, s:s, s:i, s:s, s:s?, s:s?}",
                          "provision", place->provision,
                          "place", atlas_record_get_id (ATLAS_RECORD (place)),
                          "as_at", as_at, "on_roll", on_roll, "received", now,
                          "how", asked_how (asking), "said_by", said_by);

      if (atlas_session_is_demonstration (asking->page->session))
        json_object_set_new (fields, "invented", json_true ());
      atlas_change_set_create (set, "return", id, fields);
    }

  apply_from_form (asking, set);
}

static GStrv
code_labels (const char *name)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (name);
  GStrv labels = g_new0 (char *, codes->len + 1);

  for (guint i = 0; i < codes->len; i++)
    labels[i] = g_strdup (((AtlasCode *) g_ptr_array_index (codes, i))->label);

  return labels;
}

static char *
name_place (AtlasPlace *place)
{
  const char *service = place->service != NULL ? atlas_codes_label ("service", place->service)
                                               : _("Places");

  return place->phase != NULL
         ? g_strdup_printf ("%s · %s", service, atlas_codes_label ("phase", place->phase))
         : g_strdup (service);
}

static void
return_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  AtlasCapacity *capacity = self->file->capacity;
  g_auto(GStrv) ways = code_labels ("return-how");
  Asking *asking = ask (self, _("Enter a Return"), _("_Save"), G_CALLBACK (save_return_cb));

  atlas_form_set_intro (asking->form,
                        _("How many children are on roll now? If nothing has changed since the "
                          "last return, press Ctrl+Return."));
  for (guint i = 0; i < asking->places->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);
      g_autofree char *title = name_place (line->line->place);

      g_ptr_array_add (asking->numbers,
                       atlas_form_add_number (asking->form, title,
                                              line->free.is_known ? line->free.on_roll : 0,
                                              0, ON_ROLL_MAX));
    }
  asking->day = atlas_date_row_new (_("_Counted on"), capacity->on);
  atlas_form_add (asking->form, asking->day);
  asking->how = atlas_form_add_choice (asking->form, _("_How it came"), (const char * const *) ways,
                                       0);
  asking->text = atlas_form_add_text (asking->form, _("_Who said it (role)"), NULL);
  gtk_window_present (GTK_WINDOW (asking->form));
}

static const AtlasFree *
asked_free (Asking *asking)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asking->place));
  AtlasCapacityLine *line = g_ptr_array_index (asking->page->file->capacity->lines, selected);

  return &line->free;
}

/* Nobody holds more places than are free without saying why. */
static gboolean
says_why_so_many (Asking     *asking,
                  int         places,
                  const char *reason)
{
  const AtlasFree *free = asked_free (asking);
  int n = MAX (0, free->free);
  g_autofree char *fault = NULL;

  if (!free->is_known || places <= n || reason != NULL)
    return TRUE;

  if (n == 0)
    fault = g_strdup (_("No place is free. Say why one is to be held over the number, and who "
                        "decided it."));
  else
    fault = g_strdup_printf (ngettext ("%d place is free. Say why more are to be held, and who "
                                       "decided it.",
                                       "%d places are free. Say why more are to be held, and who "
                                       "decided it.", n), n);
  atlas_form_set_fault_at (asking->form, asking->text, fault);
  return FALSE;
}

static void
save_hold_cb (Asking *asking)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (asking->place));
  AtlasPlace *place = g_ptr_array_index (asking->places, selected);
  AtlasProvisionFile *file = asking->page->file;
  g_autofree char *reason = atlas_entry_dup (GTK_EDITABLE (asking->text));
  g_autofree char *label = g_strdup_printf (_("Place held at %s"),
                                            atlas_record_get_title (file->record));
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (label);
  g_autofree char *use_by = atlas_date_format (asked_day (asking));
  g_autofree char *id = atlas_id_new ();
  json_t *fields;
  int places;

  if (!atlas_form_read_number (asking->form, g_ptr_array_index (asking->numbers, 0), &places))
    return;
  if (asked_day (asking) == ATLAS_DATE_NONE || asked_day (asking) < file->capacity->on)
    {
      atlas_form_set_fault_at (asking->form, asking->day,
                               _("Say by which day the place will be used, today or later."));
      return;
    }
  if (!says_why_so_many (asking, places, reason))
    return;

  fields = json_pack ("{s:s, s:s, s:i, s:s, s:s?}", "provision", place->provision,
                      "place", atlas_record_get_id (ATLAS_RECORD (place)), "places", places,
                      "use_by", use_by, "reason", reason);
  if (atlas_session_is_demonstration (asking->page->session))
    json_object_set_new (fields, "invented", json_true ());
  atlas_change_set_create (set, "hold", id, fields);
  apply_from_form (asking, set);
}

/* What holding does to the count is said before it is done; the person decides. */
static void
say_what_is_free (Asking *asking)
{
  const AtlasFree *free = asked_free (asking);
  g_autofree char *day = atlas_date_format_long (free->return_date);
  g_autofree char *intro = NULL;

  if (!free->is_known)
    intro = g_strdup (_("No return was ever received, so how many places are free is not known."));
  else if (free->free > 0)
    intro = g_strdup_printf (ngettext ("%d place is free, by the return of %s.",
                                       "%d places are free, by the return of %s.",
                                       free->free), free->free, day);
  else
    intro = g_strdup_printf (_("No place is free, by the return of %s. To hold one over the "
                               "number, say why."), day);

  atlas_form_set_intro (asking->form, intro);
}

static void
hold_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  Asking *asking = ask (self, _("Hold a Place"), _("_Hold"), G_CALLBACK (save_hold_cb));
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < asking->places->len; i++)
    g_ptr_array_add (names, name_place (g_ptr_array_index (asking->places, i)));
  g_ptr_array_add (names, NULL);

  asking->place = atlas_form_add_choice (asking->form, _("_Line of places"),
                                         (const char * const *) names->pdata, 0);
  g_signal_connect_swapped (asking->place, "notify::selected", G_CALLBACK (say_what_is_free),
                            asking);
  g_ptr_array_add (asking->numbers, atlas_form_add_number (asking->form, _("_Places"), 1, 1, 100));
  asking->day = atlas_date_row_new (_("_Use by"), self->file->capacity->on + HOLD_DAYS);
  atlas_form_add (asking->form, asking->day);
  asking->text = atlas_form_add_text (asking->form, _("_Reason or reference"), NULL);
  say_what_is_free (asking);
  gtk_window_present (GTK_WINDOW (asking->form));
}

typedef struct {
  AtlasProvisionPage *page;
  char               *done;
  gboolean            can_undo;
} Doing;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Doing *doing = user_data;
  g_autoptr(GError) error = NULL;

  if (atlas_store_service_apply_finish (ATLAS_STORE_SERVICE (source), result, &error))
    say_done (GTK_WIDGET (doing->page), doing->done, doing->can_undo);
  else
    atlas_window_toast (GTK_WIDGET (doing->page), error->message);

  g_object_unref (doing->page);
  g_free (doing->done);
  g_free (doing);
}

/* What needs no form is done at once. */
static void
do_at_once (AtlasProvisionPage *self,
            AtlasChangeSet     *set)
{
  Doing *doing = g_new0 (Doing, 1);

  doing->page = g_object_ref (self);
  doing->done = g_strdup (atlas_change_set_get_label (set));
  doing->can_undo = atlas_change_set_can_undo (set);
  atlas_store_service_apply_async (atlas_session_get_service (self->session), set, NULL, done_cb,
                                   doing);
}

static void
unchanged_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  g_autoptr(AtlasChangeSet) set = NULL;

  set = atlas_provision_unchanged_set (self->file, atlas_session_is_demonstration (self->session));
  do_at_once (self, set);
}

static void
ask_again_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  g_autoptr(AtlasChangeSet) set = atlas_provision_asked_set (self->file);

  do_at_once (self, set);
}

static void
release_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr(AtlasChangeSet) set = atlas_change_set_new (_("Place released"));

  for (guint i = 0; i < self->file->holds->len; i++)
    {
      AtlasRecord *hold = g_ptr_array_index (self->file->holds, i);

      if (g_strcmp0 (atlas_record_get_id (hold), id) == 0)
        atlas_change_set_set_date (set, hold, "released", self->file->capacity->on);
    }

  do_at_once (self, set);
}

static void
record_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  const char *target = g_variant_get_string (parameter, NULL);

  if (self->file == NULL)
    return;

  if (g_str_equal (name, "page.add-record"))
    atlas_provision_record_add (widget, self->session, self->file, target);
  else
    atlas_provision_record_edit (widget, self->session, self->file, target);
}

static void
edit_entry_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (widget);
  g_autofree char *target = NULL;

  if (self->file == NULL)
    return;

  target = g_strconcat ("provision/", atlas_record_get_id (self->file->record), NULL);
  atlas_provision_record_edit (widget, self->session, self->file, target);
}

static gboolean
shows_provision (AtlasProvisionFile *file)
{
  return atlas_record_get_record_type (file->record) == &atlas_provision_type;
}

static void
update_actions (AtlasProvisionPage *self)
{
  gboolean has_places = self->file != NULL && self->file->capacity->lines->len > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.return", has_places);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.hold", has_places);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.unchanged", has_places &&
                                 self->file->capacity->total.is_known);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.ask-again", has_places &&
                                 shows_provision (self->file));
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  AtlasProvisionPage *self = user_data;
  g_autoptr(GError) error = NULL;
  AtlasProvisionFile *file;
  GtkWidget *view;

  file = atlas_store_service_read_finish (ATLAS_STORE_SERVICE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_pointer (&self->file, atlas_provision_file_free);
  self->file = file;
  if (file == NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, "trouble");
    }
  else
    {
      atlas_facts_page_set_top (self->facts, shows_provision (file)
                                ? atlas_provision_top_new (file, self->session) : NULL);
      atlas_facts_page_set_facts (self->facts, file->facts);
      gtk_stack_set_visible_child_name (self->stack, "facts");
    }
  update_actions (self);

  view = gtk_widget_get_ancestor (GTK_WIDGET (self), ATLAS_TYPE_VIEW);
  if (view != NULL)
    atlas_view_heading_changed (ATLAS_VIEW (view));
}

static void
atlas_provision_page_dispose (GObject *object)
{
  AtlasProvisionPage *self = ATLAS_PROVISION_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->file, atlas_provision_file_free);

  G_OBJECT_CLASS (atlas_provision_page_parent_class)->dispose (object);
}

static void
atlas_provision_page_class_init (AtlasProvisionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_provision_page_dispose;
  g_type_ensure (ATLAS_TYPE_FACTS_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-provision-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionPage, facts);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionPage, trouble);

  gtk_widget_class_install_action (widget_class, "page.return", NULL, return_action);
  gtk_widget_class_install_action (widget_class, "page.hold", NULL, hold_action);
  gtk_widget_class_install_action (widget_class, "page.release", "s", release_action);
  gtk_widget_class_install_action (widget_class, "page.add-record", "s", record_action);
  gtk_widget_class_install_action (widget_class, "page.edit-record", "s", record_action);
  gtk_widget_class_install_action (widget_class, "page.edit-entry", NULL, edit_entry_action);
  gtk_widget_class_install_action (widget_class, "page.unchanged", NULL, unchanged_action);
  gtk_widget_class_install_action (widget_class, "page.ask-again", NULL, ask_again_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_u, GDK_CONTROL_MASK,
                                       "page.unchanged", NULL);
}

static void
atlas_provision_page_init (AtlasProvisionPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

void
atlas_provision_page_set_session (AtlasProvisionPage *self,
                                  AtlasSession       *session)
{
  g_return_if_fail (ATLAS_IS_PROVISION_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_provision_page_show:
 * @type: `provision`, `establishment` or `place`
 * @key: of a record of that type
 *
 * Reads a record and shows it; what is shown stays until then.
 */
void
atlas_provision_page_show (AtlasProvisionPage *self,
                           const char         *type,
                           const char         *key)
{
  AtlasProvisionRequest *request;

  g_return_if_fail (ATLAS_IS_PROVISION_PAGE (self));

  if (g_strcmp0 (self->key, key) != 0)
    {
      g_clear_pointer (&self->file, atlas_provision_file_free);
      update_actions (self);
    }
  g_free (self->key);
  self->key = g_strdup (key);

  atlas_renew_cancellable (&self->cancellable);

  request = g_new0 (AtlasProvisionRequest, 1);
  request->type = g_strdup (type);
  request->key = g_strdup (key);
  request->on = atlas_session_get_as_of (self->session);
  atlas_store_service_read_async (atlas_session_get_service (self->session),
                                  atlas_provision_read_file, request,
                                  (GDestroyNotify) atlas_provision_request_free,
                                  (GDestroyNotify) atlas_provision_file_free,
                                  self->cancellable, file_read_cb, self);
}

const char *
atlas_provision_page_get_title (AtlasProvisionPage *self)
{
  return self->file != NULL ? self->file->facts->title : _("Provision");
}

const char *
atlas_provision_page_get_kind (AtlasProvisionPage *self)
{
  return self->file != NULL ? self->file->facts->subtitle : NULL;
}

/**
 * atlas_provision_page_get_facts:
 *
 * Returns: (transfer none) (nullable): what the page says, or %NULL until it is read
 */
AtlasFacts *
atlas_provision_page_get_facts (AtlasProvisionPage *self)
{
  return self->file != NULL ? self->file->facts : NULL;
}
