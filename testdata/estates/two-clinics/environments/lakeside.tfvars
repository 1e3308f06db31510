key_arn = "arn:aws:kms:us-east-1:111122223333:key/7f6d0c1e-52a1-4e0b-8c7e-0f1f6a8f8c11"
