"""The description of the HTTP interface: operations as data, schemas from the models, one document of both."""
