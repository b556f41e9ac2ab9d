/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rules/atlas-clocks.h"
#include "store/atlas-store-calendar.h"

G_BEGIN_DECLS

/**
 * AtlasClockBook:
 *
 * Every clock of a store on one day that somebody still owes something by. It is kept by who needs
 * it again, and brought up to date by the children whose records have changed since. It belongs to
 * one thread at a time.
 */
typedef struct _AtlasClockBook AtlasClockBook;

/**
 * AtlasClockLine:
 * @of: the clock and the record that it is about
 * @reference: (nullable): reference of the referral that it shows on; %NULL when nobody has
 *   referred the child, and for a provision
 * @provision: (nullable): key of the provision
 * @name: (nullable): name of the provision, or of the child's school
 * @year_group: of the child on the day
 * @town: (nullable): the child's home town
 * @days: (nullable): the school days counted and the dates passed over, where it counts those
 *
 * A line of a list of clocks.
 */
typedef struct {
  AtlasCaseClock  of;
  char           *reference;
  char           *provision;
  char           *name;
  int             year_group;
  char           *town;
  AtlasDayCount  *days;
} AtlasClockLine;

/**
 * AtlasClockFilter:
 * @scope: (nullable): as `area/dspl2`; %NULL and `county` mean everything
 * @states: bits of the states wanted, `1 << ATLAS_CLOCK_LATE`; 0 for all
 * @without: (nullable) (array zero-terminated=1): ids of rules to leave out
 * @limit: how many lines to give at most, 0 for all
 *
 * Which clocks are listed.
 */
typedef struct {
  const char         *scope;
  guint               states;
  const char * const *without;
  guint               limit;
} AtlasClockFilter;

AtlasClockBook *atlas_clock_book_new         (void) G_GNUC_WARN_UNUSED_RESULT;
AtlasClockBook *atlas_clock_book_new_on      (AtlasStore             *store,
                                              AtlasCalendars         *calendars,
                                              AtlasDate               on,
                                              GError                **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
void            atlas_clock_book_free        (AtlasClockBook         *self);
gboolean        atlas_clock_book_update      (AtlasClockBook         *self,
                                              AtlasStore             *store,
                                              AtlasDate               on,
                                              GError                **error);
guint           atlas_clock_book_get_n_read  (AtlasClockBook         *self);
GPtrArray      *atlas_clock_book_list        (AtlasClockBook         *self,
                                              AtlasStore             *store,
                                              const AtlasClockFilter *filter,
                                              guint                  *n_all,
                                              GError                **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
GArray         *atlas_clock_book_get_all     (AtlasClockBook         *self)
                                              G_GNUC_WARN_UNUSED_RESULT;
AtlasClockLine *atlas_store_read_clock_line  (AtlasStore             *store,
                                              const AtlasCaseClock   *one,
                                              GError                **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
void            atlas_clock_line_free        (AtlasClockLine         *line);
GPtrArray      *atlas_store_list_clocks      (AtlasStore             *store,
                                              const AtlasClockFilter *filter,
                                              AtlasDate               on,
                                              guint                  *n_all,
                                              GError                **error)
                                              G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *atlas_store_read_clocks      (AtlasStore             *store,
                                              const char             *child,
                                              AtlasDate               on,
                                              GError                **error)
                                              G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasClockBook, atlas_clock_book_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasClockLine, atlas_clock_line_free)

G_END_DECLS
