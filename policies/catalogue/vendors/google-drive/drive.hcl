# A permission of Google Drive for anyone lets in whoever has the link.

resource "gdrive_permission" {
  fact "grant" {
    when            = self.type == "anyone"
    kind            = "resource"
    on              = self.file_id
    on_concept      = "store"
    effect          = "allow"
    principals      = ["*"]
    principal_kinds = ["anyone"]
    actions         = [self.role]
    resources       = ["*"]
  }
}
