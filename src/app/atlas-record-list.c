/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-record-list.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-wrap.h"
#include "reports/atlas-attendance-words.h"
#include "reports/atlas-record-words.h"

#define TARGET      "atlas-target"  /* of a row: what its action is about */
#define WEEKS_SHOWN 12

/**
 * AtlasRecordList:
 *
 * The records about a child of some types, a heading to each type, and a button to add one of each.
 * A row opens its record with the action `record.edit` (`type/id`), a button adds one with
 * `record.add` (`type`, or `timetable_part/id` with the timetable that it is part of); who shows
 * the list has these actions. A timetable shows its parts, and what their hours come to;
 * attendance is shown a week to a row (`attendance/` and its Monday).
 */
struct _AtlasRecordList
{
  AdwBin      parent_instance;

  char       *types;            /* names, with spaces between; given when it is made */
  char       *also;             /* (nullable): names of those that are shown and not added here */
  GHashTable *unfolded;         /* (element-type utf8): ids of what is open */
  GHashTable *notes;            /* (element-type utf8 utf8): below the headings, by type */
  GtkWidget  *groups;
  GtkWidget  *buttons;
};

G_DEFINE_FINAL_TYPE (AtlasRecordList, atlas_record_list, ADW_TYPE_BIN)

typedef enum { PROP_TYPES = 1, PROP_ALSO } AtlasRecordListProperty;
static GParamSpec *props[PROP_ALSO + 1];

static void
activated_cb (GtkWidget  *row,
              const char *action)
{
  gtk_widget_activate_action (row, action, "s", g_object_get_data (G_OBJECT (row), TARGET));
}

/* Takes @target. */
static void
set_action (GtkWidget  *row,
            const char *action,
            char       *target)
{
  g_object_set_data_full (G_OBJECT (row), TARGET, target, g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), (gpointer) action);
}

static char *
edit_target (AtlasRecord *record)
{
  return g_strdup_printf ("%s/%s", atlas_record_get_record_type (record)->name,
                          atlas_record_get_id (record));
}

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, "subtitle-lines", 0, "title-lines", 0,
                                 NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  return row;
}

static GtkWidget *
make_record_row (AtlasRecord             *record,
                 const AtlasChildRecords *records)
{
  g_autofree char *title = atlas_words_record (record);
  g_autofree char *facts = atlas_words_record_facts (record, records);
  GtkWidget *row = make_row (title, facts);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("atlas-go-next-symbolic");

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  set_action (row, "record.edit", edit_target (record));

  return row;
}

static double
hours_of (const char *hours)
{
  return hours != NULL ? g_ascii_strtod (hours, NULL) : 0;
}

/* The parts have to come to the week. */
static char *
word_sum (AtlasTimetable *timetable,
          double          sum)
{
  if (timetable->hours_per_week == NULL)
    /* Translators: hours of all parts. */
    return g_strdup_printf (_("Parts come to %g hours a week"), sum);

  /* Translators: hours of all parts, hours of the week. */
  return g_strdup_printf (_("Parts come to %1$g of %2$g hours a week"), sum,
                          hours_of (timetable->hours_per_week));
}

static void
add_command (AdwExpanderRow *fold,
             const char     *title,
             const char     *action,
             char           *target)
{
  GtkWidget *row = make_row (title, NULL);

  set_action (row, action, target);
  adw_expander_row_add_row (fold, row);
}

static void
unfolded_cb (AdwExpanderRow  *fold,
             GParamSpec      *pspec,
             AtlasRecordList *self)
{
  const char *id = g_object_get_data (G_OBJECT (fold), TARGET);

  if (adw_expander_row_get_expanded (fold))
    g_hash_table_add (self->unfolded, g_strdup (id));
  else
    g_hash_table_remove (self->unfolded, id);
}

/* What was open stays so when the list is shown anew. */
static void
keep_unfolded (AtlasRecordList *self,
               GtkWidget       *fold,
               const char      *id)
{
  g_object_set_data_full (G_OBJECT (fold), TARGET, g_strdup (id), g_free);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold),
                                 g_hash_table_contains (self->unfolded, id));
  g_signal_connect_object (fold, "notify::expanded", G_CALLBACK (unfolded_cb), self, 0);
}

static GtkWidget *
make_timetable_row (AtlasRecordList         *self,
                    AtlasRecord             *record,
                    const AtlasChildRecords *records)
{
  AtlasTimetable *timetable = (AtlasTimetable *) record;
  GPtrArray *parts = atlas_child_records_get (records, &atlas_timetable_part_type);
  const char *id = atlas_record_get_id (record);
  g_autofree char *title = atlas_words_record (record);
  g_autofree char *facts = atlas_words_record_facts (record, records);
  g_autofree char *sum_words = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *fold = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", title, NULL);
  double sum = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      AtlasTimetablePart *part = g_ptr_array_index (parts, i);

      if (g_strcmp0 (part->timetable, id) != 0)
        continue;
      sum += hours_of (part->hours_per_week);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (fold),
                                make_record_row (ATLAS_RECORD (part), records));
    }

  sum_words = word_sum (timetable, sum);
  subtitle = *facts != '\0' ? g_strdup_printf ("%s · %s", facts, sum_words) : g_strdup (sum_words);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (fold), subtitle);
  atlas_name_expander_row (ADW_EXPANDER_ROW (fold));
  keep_unfolded (self, fold, id);
  add_command (ADW_EXPANDER_ROW (fold), _("Add a Part"), "record.add",
               g_strconcat ("timetable_part/", id, NULL));
  add_command (ADW_EXPANDER_ROW (fold), _("Change the Timetable"), "record.edit",
               edit_target (record));

  return fold;
}

/* A register has two lines a day, so a week is a row, the newest first. */
static void
add_weeks (GtkWidget *group,
           GPtrArray *sessions)
{
  g_autofree char *year = atlas_words_attendance (sessions);
  AtlasDate last = ATLAS_DATE_NONE;
  int n_weeks = 0;

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), year);
  for (guint i = 0; i < sessions->len && n_weeks < WEEKS_SHOWN; i++)
    {
      const AtlasAttendance *session = g_ptr_array_index (sessions, i);
      AtlasDate monday = atlas_attendance_monday (session->on);
      g_autofree char *day = atlas_date_format_long (monday);
      g_autofree char *codes = NULL;
      g_autofree char *title = NULL;
      g_autofree char *target = NULL;
      GtkWidget *row;

      if (monday == last)
        continue;
      last = monday;
      n_weeks++;
      codes = atlas_words_attendance_week (sessions, monday);
      /* Translators: the Monday of a week. */
      title = g_strdup_printf (_("Week of %s"), day);
      target = atlas_date_format (monday);
      row = make_row (title, codes);
      set_action (row, "record.edit", g_strconcat ("attendance/", target, NULL));
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
}

static GtkWidget *
make_type_row (AtlasRecordList         *self,
               AtlasRecord             *record,
               const AtlasChildRecords *records)
{
  return atlas_record_get_record_type (record) == &atlas_timetable_type
         ? make_timetable_row (self, record, records) : make_record_row (record, records);
}

static void
add_group (AtlasRecordList         *self,
           const AtlasType         *type,
           const AtlasChildRecords *records)
{
  GPtrArray *of_type = atlas_child_records_get (records, type);
  GtkWidget *group;

  if (of_type == NULL || of_type->len == 0)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(type->label_many));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         g_hash_table_lookup (self->notes, type->name));
  if (type == &atlas_attendance_type)
    add_weeks (group, of_type);
  for (guint i = 0; type != &atlas_attendance_type && i < of_type->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               make_type_row (self, g_ptr_array_index (of_type, i), records));
  gtk_box_append (GTK_BOX (self->groups), group);
}

static void
add_button (AtlasRecordList *self,
            const AtlasType *type)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = adw_button_content_new ();
  /* Translators: a type of record: "Plan". */
  g_autofree char *name = g_strdup_printf (_("Add: %s"), _(type->label));

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "atlas-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), _(type->label));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", type->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "record.add");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
atlas_record_list_constructed (GObject *object)
{
  AtlasRecordList *self = ATLAS_RECORD_LIST (object);
  g_auto(GStrv) names = g_strsplit (self->types, " ", -1);

  G_OBJECT_CLASS (atlas_record_list_parent_class)->constructed (object);

  for (guint i = 0; names[i] != NULL; i++)
    add_button (self, atlas_type_find (names[i]));
}

static void
atlas_record_list_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AtlasRecordList *self = ATLAS_RECORD_LIST (object);

  switch ((AtlasRecordListProperty) prop_id)
    {
    case PROP_TYPES:
      self->types = g_value_dup_string (value);
      break;

    case PROP_ALSO:
      self->also = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
atlas_record_list_finalize (GObject *object)
{
  AtlasRecordList *self = ATLAS_RECORD_LIST (object);

  g_clear_pointer (&self->unfolded, g_hash_table_unref);
  g_clear_pointer (&self->notes, g_hash_table_unref);
  g_free (self->types);
  g_free (self->also);

  G_OBJECT_CLASS (atlas_record_list_parent_class)->finalize (object);
}

static void
atlas_record_list_class_init (AtlasRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = atlas_record_list_constructed;
  object_class->set_property = atlas_record_list_set_property;
  object_class->finalize = atlas_record_list_finalize;

  /**
   * AtlasRecordList:types:
   *
   * Names of record types, with spaces between, in the order in which they are shown.
   */
  props[PROP_TYPES] = g_param_spec_string ("types", NULL, NULL, "", G_PARAM_WRITABLE |
                                           G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AtlasRecordList:also:
   *
   * Names of record types that are shown below and that nobody adds here.
   */
  props[PROP_ALSO] = g_param_spec_string ("also", NULL, NULL, NULL, G_PARAM_WRITABLE |
                                          G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
atlas_record_list_init (AtlasRecordList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->unfolded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->buttons, g_object_new (ATLAS_TYPE_WRAP, NULL));
  gtk_box_append (GTK_BOX (box), self->groups);
  gtk_box_append (GTK_BOX (box), self->buttons);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * atlas_record_list_set_note:
 * @type: a record type of the list
 * @note: (nullable): what its records come to
 *
 * Says something below the heading of a type, when atlas_record_list_show() is called next.
 */
void
atlas_record_list_set_note (AtlasRecordList *self,
                            const AtlasType *type,
                            const char      *note)
{
  g_return_if_fail (ATLAS_IS_RECORD_LIST (self));

  g_hash_table_insert (self->notes, g_strdup (type->name), g_strdup (note));
}

/**
 * atlas_record_list_show:
 * @records: the records about a child
 *
 * Shows those of the list's types.
 */
void
atlas_record_list_show (AtlasRecordList         *self,
                        const AtlasChildRecords *records)
{
  const char *lists[] = { self->types, self->also };
  GtkWidget *group;

  g_return_if_fail (ATLAS_IS_RECORD_LIST (self));

  while ((group = gtk_widget_get_first_child (self->groups)) != NULL)
    gtk_box_remove (GTK_BOX (self->groups), group);
  for (gsize i = 0; i < G_N_ELEMENTS (lists) && lists[i] != NULL; i++)
    {
      g_auto(GStrv) names = g_strsplit (lists[i], " ", -1);

      for (guint j = 0; names[j] != NULL; j++)
        add_group (self, atlas_type_find (names[j]), records);
    }
  gtk_widget_set_visible (self->groups, gtk_widget_get_first_child (self->groups) != NULL);
}
