/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GLib makes its table of names when it is loaded, and a larger one when that is full; the first
 * stays where it is, since somebody may be reading it. A window has names enough for that. The leak
 * check is told of the first table here, before main (): its short stack cannot tell whose it was.
 */
#define _GNU_SOURCE

#include "config.h"

#ifdef __SANITIZE_ADDRESS__

#include <glib.h>
#include <link.h>
#include <sanitizer/lsan_interface.h>
#include <string.h>

/* From the sanitizers' allocator_interface.h, which GCC does not bring. */
int    __sanitizer_get_ownership (const volatile void *start);
size_t __sanitizer_get_allocated_size (const volatile void *start);

/* QUARK_BLOCK_SIZE of GLib's gquark.c. */
#define NAME_TABLE_BYTES (2048 * sizeof (char *))

static int
ignore_name_table (struct dl_phdr_info *library,
                   gsize                size,
                   gpointer             data)
{
  if (strstr (library->dlpi_name, "/libglib-2.0.so") == NULL)
    return 0;

  for (int i = 0; i < library->dlpi_phnum; i++)
    {
      const ElfW (Phdr) * part = &library->dlpi_phdr[i];
      gpointer *words = (gpointer *) (library->dlpi_addr + part->p_vaddr);

      if (part->p_type != PT_LOAD || (part->p_flags & PF_W) == 0)
        continue;
      for (gsize j = 0; j < part->p_memsz / sizeof *words; j++)
        if (__sanitizer_get_ownership (words[j]) &&
            __sanitizer_get_allocated_size (words[j]) == NAME_TABLE_BYTES)
          __lsan_ignore_object (words[j]);
    }

  return 1;
}

static void __attribute__ ((constructor))
ignore_name_tables (void)
{
  dl_iterate_phdr (ignore_name_table, NULL);
}

#endif
