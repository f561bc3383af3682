#!/usr/bin/env python3
"""zone.py make|back: the lab's DNS zone, by Route 53's API: makes it (once) and prints its id; points the shop's name at region A again.

The API is asked where region B is: DNS has to be there when region A is not.
"""

import sys

from lab import read_json

ZONE, NAME, HOME = "print-flow.lab.", "www.print-flow.lab.", "127.0.0.1"


def client():
    import boto3

    return boto3.client(
        "route53", endpoint_url=read_json("estate.json")["s3"]["replica"]["endpoint"], region_name="us-east-1",
        aws_access_key_id="lab", aws_secret_access_key="lab-secret")


def point(route53, zone, address):
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{
        "Action": "UPSERT",
        "ResourceRecordSet": {"Name": NAME, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": address}]}}]})


def addresses():
    """Where the shop's name points now."""
    records = client().list_resource_record_sets(HostedZoneId=read_json("estate.json")["dns"]["zone"])["ResourceRecordSets"]
    return [value["Value"] for each in records if each["Name"] == NAME and each["Type"] == "A" for value in each["ResourceRecords"]]


def main():
    route53 = client()
    if sys.argv[1] == "make":
        zone = route53.create_hosted_zone(Name=ZONE, CallerReference="lab")["HostedZone"]["Id"].removeprefix("/hostedzone/")
        print(zone)
    else:
        zone = read_json("estate.json")["dns"]["zone"]
    point(route53, zone, HOME)


if __name__ == "__main__":
    main()
