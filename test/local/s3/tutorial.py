"""Drives S3 in boto3's tutorial style against the endpoint given; prints `done` at the end."""

import os
import sys
import tempfile

import boto3

s3 = boto3.client(
    "s3", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local"
)
s3.create_bucket(Bucket="python")
with tempfile.TemporaryDirectory() as folder:
    source, target = os.path.join(folder, "source"), os.path.join(folder, "target")
    content = os.urandom(20 * 1024 * 1024)
    with open(source, "wb") as file:
        file.write(content)
    s3.upload_file(source, "python", "big file+é.bin")
    s3.download_file("python", "big file+é.bin", target)
    with open(target, "rb") as file:
        assert file.read() == content
assert s3.head_object(Bucket="python", Key="big file+é.bin")["ETag"].endswith('-3"')

keys = sorted([f"page/{number:03}" for number in range(25)] + ["page/a b", "page/+", "page/%2B", "page/é"], key=str.encode)
for key in keys:
    s3.put_object(Bucket="python", Key=key, Body=key.encode())
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="python", Prefix="page/", PaginationConfig={"PageSize": 7})
assert [each["Key"] for page in pages for each in page["Contents"]] == keys
pages = s3.get_paginator("list_objects").paginate(Bucket="python", Prefix="page/", PaginationConfig={"PageSize": 7})
assert [each["Key"] for page in pages for each in page["Contents"]] == keys
s3.copy({"Bucket": "python", "Key": "big file+é.bin"}, "python", "copied")
s3.delete_objects(Bucket="python", Delete={"Objects": [{"Key": key} for key in keys]})
assert [each["Key"] for each in s3.list_objects_v2(Bucket="python")["Contents"]] == ["big file+é.bin", "copied"]
print("done")
