-- A key has scopes instead of a role. The scopes of each role allow exactly what the role did. The role stays beside them
-- for servers of the version before, which read it.
UPDATE "api_keys"
SET "permissions" = ("permissions"::jsonb || jsonb_build_object('scopes', CASE "permissions"::jsonb #>> '{role,0}'
    WHEN 'viewer' THEN '["read"]'::jsonb
    WHEN 'operator' THEN '["read", "run"]'::jsonb
    WHEN 'editor' THEN '["read", "edit", "run"]'::jsonb
  END))::text
WHERE "permissions"::jsonb #>> '{role,0}' IN ('viewer', 'operator', 'editor');
