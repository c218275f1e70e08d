-- Few records are merged: an index of those alone costs nothing when a person is added.
DROP INDEX person_merged;
CREATE INDEX person_merged ON person (org, merged_into, id) WHERE merged_into IS NOT NULL;
